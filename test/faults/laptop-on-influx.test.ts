import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cut } from '../support/fault-fates'
import { pass } from '../support/fault-proxy'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import type { LaptopParts } from '../support/model-laptop'
import { untrue } from './at-once'
import { brokenAtRest, requestFor } from './play'
import { openStage, type Case, type Stage } from './scene'
import { minutes, seeds, volume } from './volume'

/** One case, as generated: what happens happens while the n-th request is out, and that request arrives or does not. */
interface Drawn {
  readonly delivery: 'qr' | 'usb'
  readonly nth: number
  readonly arrives: boolean
  readonly hours: number
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  delivery: fc.constantFrom('qr', 'usb'),
  nth: fc.integer({ min: 1, max: 4 }),
  arrives: fc.boolean(),
  hours: fc.integer({ min: -24, max: 400 }),
})

/** A fault of the laptop itself. */
interface LaptopFault {
  readonly number: number
  readonly name: string
  readonly ports?: LaptopParts['ports']
  before?(one: Case): Promise<unknown>
  /** Resolves when it has happened; what it began meanwhile is under `begun`. */
  happen(one: Case, drawn: Drawn): Promise<{ readonly begun?: Promise<unknown> }>
  /** Whether the request that was out still gets its answer. */
  readonly spares: boolean
}

/** A keychain that outlives the run, as a real one does. */
const lasting: LaptopParts['ports'] = ({ vault }) => ({ vault: { ...vault, fleeting: false } })

const laptopFaults: readonly LaptopFault[] = [
  {
    number: 33,
    name: 'the stored token is deleted or changed while running',
    ports: lasting,
    spares: true,
    async happen({ laptop }, { hours }) {
      const account = `${laptop.store.install}/c/token`
      await (hours % 2 === 0 ? laptop.vault.delete(account) : laptop.vault.set(account, 'another'))
      return {}
    },
  },
  {
    number: 34,
    name: 'suspended and resumed, what was under way is lost',
    spares: false,
    happen({ clock, laptop, line }, { hours }) {
      laptop.workspace().code.hide('lock')
      clock.jump(hours * 3_600_000)
      line.calm()
      laptop.workspace().upkeep.wake()
      return Promise.resolve({})
    },
  },
  {
    number: 41,
    name: 'the connection is switched',
    spares: true,
    async before({ laptop, connectAlso, clock }) {
      await connectAlso('d')
      await clock.finish(laptop.workspace().sessions.use('c'))
    },
    async happen(one, { delivery }) {
      const { sessions, handovers } = one.laptop.workspace()
      await sessions.use('d')
      return { begun: handovers.start(requestFor(one, delivery, 'pump-18')) }
    },
  },
]

/** Hands a device over while that happens; what is broken, and whether it happened at all. */
async function play(one: Case, fault: LaptopFault, draw: Drawn) {
  const { clock, laptop, line } = one
  await fault.before?.(one)
  let left = draw.nth
  const begun: Promise<unknown>[] = []
  line.decide(() => {
    left -= 1
    if (left !== 0) return { fate: pass }
    return {
      fate: async (exchange) => {
        const happened = await fault.happen(one, draw)
        if (happened.begun) begun.push(happened.begun)
        await (fault.spares ? pass : cut(draw.arrives))(exchange)
      },
    }
  })
  const running = laptop.workspace().handovers.start(requestFor(one, draw.delivery))
  const told: unknown[] = [await clock.finish(running)]
  for (const other of begun) told.push(await clock.finish(other))
  const wrong = await untrue(one)
  line.calm()
  await clock.advance(60_000)
  laptop.crash()
  await one.renewAdmin()
  return { broken: [...wrong, ...(await untrue(one)), ...(await brokenAtRest(one, told))], met: left <= 0 }
}

describeWithInflux('on the laptop, before InfluxDB', hashedServer, (server) => {
  describe.each(seeds)('seed %i', (seed) => {
    let stage: Stage
    beforeAll(async () => {
      stage = await openStage(server)
    })
    afterAll(() => stage.close())

    it.each(laptopFaults)(
      '$number $name',
      async (fault) => {
        let met = 0
        await fc.assert(
          fc.asyncProperty(drawn, async (draw) => {
            const one = await stage.open(false, fault.ports)
            try {
              const played = await play(one, fault, draw)
              if (played.met) met += 1
              expect(played.broken).toEqual([])
            } finally {
              await one.close()
            }
          }),
          { seed, numRuns: volume(5, 500) },
        )
        expect(met, 'cases in which it happened').toBeGreaterThan(0)
      },
      minutes(10, 120),
    )
  })
})
