import { describe, expect, it } from 'vitest'
import { examineContract } from './examine'
import { openPracticeWorld, openWorld, realServers } from './influx-server'

examineContract('A silent device on the practice server', openPracticeWorld)

for (const { name, variable } of realServers) {
  const at = process.env[variable]
  if (at !== undefined && at !== '') examineContract(`A silent device on ${name}`, () => openWorld(at))
  else if (process.env['CI'] === 'true') {
    it(`${name} is there to be tested`, () => {
      expect.fail(`${variable} is not set`)
    })
  } else {
    describe.skip(`A silent device on ${name}: skipped, ${variable}=url,org,token is not set`, () => {
      it('holds to the contract', () => undefined)
    })
  }
}
