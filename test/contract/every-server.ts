import { describe, expect, it } from 'vitest'
import { canStartInflux } from '../../build/influx-servers.mjs'
import { openCloudWorld, openPracticeWorld, openWorld, openWorldAlone, realServers, type World } from './influx-server'

type Contract = (name: string, open: () => Promise<World>) => void

/**
 * Runs a contract against every kind of server; in CI a real one that is missing is a failure. `cloud`: against InfluxDB
 * Cloud too, as the practice server plays it. `alone`: nobody else uses the servers, so that the contract may do with them
 * what would be in the way of others.
 */
export function onEveryServer(
  what: string,
  contract: Contract,
  { cloud = false, alone = false }: { readonly cloud?: boolean; readonly alone?: boolean } = {},
): void {
  contract(`${what} on the practice server`, openPracticeWorld)
  if (cloud) contract(`${what} on InfluxDB Cloud, played`, () => openCloudWorld())
  onRealServers(what, contract, { alone })
}

/** The same for what the practice server has not. */
export function onRealServers(what: string, contract: Contract, { alone }: { readonly alone: boolean }): void {
  for (const { name, variable, flags } of realServers) {
    const at = process.env[variable] ?? ''
    const why = whyNot({ variable, at, alone, startable: alone && canStartInflux() })
    if (why === undefined) {
      contract(`${what} on ${name}`, () => (alone ? openWorldAlone(flags) : openWorld(at)))
    } else if (process.env['CI'] === 'true') {
      it(`${name} is there to be tested`, () => {
        expect.fail(why)
      })
    } else {
      describe.skip(`${what} on ${name}: skipped, ${why}`, () => {
        it('holds to the contract', () => undefined)
      })
    }
  }
}

/**
 * Why a contract cannot run on a real server; undefined where it can. One for a server of its own runs where the others
 * do, if that can be started.
 */
export function whyNot(found: {
  readonly variable: string
  readonly at: string
  readonly alone: boolean
  readonly startable: boolean
}): string | undefined {
  const { variable, at, alone, startable } = found
  if (at === '') return `${variable}=url,org,token is not set`
  return alone && !startable ? 'it needs a server of its own, and there is no influxd on the PATH to start' : undefined
}
