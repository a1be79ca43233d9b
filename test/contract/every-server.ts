import { describe, expect, it } from 'vitest'
import { openCloudWorld, openPracticeWorld, openWorld, realServers, type World } from './influx-server'

/**
 * Runs a contract against every kind of server; in CI a real one that is missing is a failure. `cloud`: against InfluxDB
 * Cloud too, as the practice server plays it.
 */
export function onEveryServer(
  what: string,
  contract: (name: string, open: () => Promise<World>) => void,
  { cloud = false }: { readonly cloud?: boolean } = {},
): void {
  contract(`${what} on the practice server`, openPracticeWorld)
  if (cloud) contract(`${what} on InfluxDB Cloud, played`, () => openCloudWorld())
  for (const { name, variable } of realServers) {
    const at = process.env[variable]
    if (at !== undefined && at !== '') contract(`${what} on ${name}`, () => openWorld(at))
    else if (process.env['CI'] === 'true') {
      it(`${name} is there to be tested`, () => {
        expect.fail(`${variable} is not set`)
      })
    } else {
      describe.skip(`${what} on ${name}: skipped, ${variable}=url,org,token is not set`, () => {
        it('holds to the contract', () => undefined)
      })
    }
  }
}
