import { describe, expect, it } from 'vitest'
import { cloudContract, influxContract } from './influx'
import { openCloudWorld, openPracticeWorld, openWorld, realServers } from './influx-server'

influxContract('the practice server', openPracticeWorld)
cloudContract('the practice server as InfluxDB Cloud', openCloudWorld)

for (const { name, variable } of realServers) {
  const at = process.env[variable]
  if (at !== undefined && at !== '') influxContract(name, () => openWorld(at))
  else if (process.env['CI'] === 'true') {
    it(`${name} is there to be tested`, () => {
      expect.fail(`${variable} is not set`)
    })
  } else {
    describe.skip(`${name}: skipped, ${variable}=url,org,token is not set`, () => {
      it('holds to the contract', () => undefined)
    })
  }
}
