import { afterAll, beforeAll, describe, it } from 'vitest'
import { createClock } from '../../main/adapters/clock'
import { createRandom } from '../../main/adapters/random'
import { createPracticeServer } from '../../main/practice/server/server'
import { playGenerated } from './generated'
import { httpFaults } from './http-faults'
import { openStage, type Stage } from './scene'
import { minutes, seeds, volume } from './volume'

describe.each(seeds)('between the laptop and the practice server, seed %i', (seed) => {
  const server = createPracticeServer({ clock: createClock(), random: createRandom() })
  let stage: Stage
  beforeAll(async () => {
    const { url } = await server.listen(0)
    stage = await openStage({ url, token: server.adminToken })
  })
  afterAll(async () => {
    await stage.close()
    await server.close()
  })

  it.each(httpFaults)('$number $name', (fault) => playGenerated(stage, fault, seed, volume(50, 1000)), minutes(10, 120))
})
