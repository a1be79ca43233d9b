import { afterAll, beforeAll, describe, it } from 'vitest'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { playGenerated } from './generated'
import { httpFaults } from './http-faults'
import { openStage, type Stage } from './scene'
import { minutes, seeds, volume } from './volume'

describeWithInflux('between the laptop and InfluxDB', hashedServer, (server) => {
  describe.each(seeds)('seed %i', (seed) => {
    let stage: Stage
    beforeAll(async () => {
      stage = await openStage(server)
    })
    afterAll(() => stage.close())

    it.each(httpFaults)('$number $name', (fault) => playGenerated(stage, fault, seed, volume(5, 500)), minutes(10, 120))
  })
})
