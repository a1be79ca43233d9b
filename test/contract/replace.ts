import { describe, expect, it } from 'vitest'
import type { InfluxNetwork } from '../../main/ports/influx'
import { createHeldClock } from '../support/held-clock'
import { eagerNetwork, type Laptop } from '../support/laptop'
import { handedOver, isOff, replacing, serverAhead, writeAs } from '../support/replacing'
import { row, setScene, value } from './influx-scene'
import type { World } from './influx-server'
import { laptopCase, type LaptopCase } from './laptop-case'

const minute = 60_000
const day = 24 * 60 * minute

/** What becomes of the tokens of a device that is given another one, on a server, in the same words for every kind of it. */
export function replaceContract(name: string, open: () => Promise<World>): void {
  describe(name, () => {
    const scene = setScene(open)

    /** One test's place on the server; `writes` says what a device is told that writes with each of its tokens. */
    const place = async () => {
      const here = await laptopCase(scene)
      const write = (token: string, at = '') => writeAs(here.target, token, here.pump, at)
      return {
        ...here,
        write,
        writes: async ({ old, fresh }: { readonly old: Token; readonly fresh: Token }) => [
          await write(old.token),
          await write(fresh.token),
        ],
        /** Whether the server has these tokens, by asking for each. */
        exist: async (...tokens: readonly { readonly authId: string }[]) => {
          const answers = tokens.map(({ authId }) => scene.world.raw('GET', row(authId)))
          return (await Promise.all(answers)).map(({ status }) => status === 200)
        },
      }
    }
    /** A device whose old token is off, because the technician said that it scanned the new one. */
    const replaced = async ({ pump }: Pick<LaptopCase, 'pump'>, laptop: Laptop) => {
      const tokens = await replacing(laptop, pump)
      laptop.workspace.handovers.scanned(tokens.fresh.id)
      await laptop.seen(tokens.fresh.id, isOff)
      return tokens
    }

    describe('replacing a token by code', () => {
      it('both work until the technician says scanned; then only the new one, and its data proves it', async () => {
        const here = await place()
        const laptop = await here.laptop()
        const { old, fresh } = await replacing(laptop, here.pump)
        expect(await here.writes({ old, fresh })).toEqual([204, 204])
        laptop.workspace.handovers.scanned(fresh.id)
        await laptop.seen(fresh.id, isOff)
        // What was written while both worked says nothing about the new one.
        await laptop.workspace.settle.sweep(laptop.session.connection.id)
        expect([await here.write(old.token), laptop.view(fresh.id)?.state]).toEqual([403, 'delivered'])
        expect(laptop.view(old.id)).toMatchObject({ state: 'confirmed', active: false, replaced: true })
        expect(await here.write(fresh.token)).toBe(204)
        await laptop.seen(fresh.id, ({ state }) => state === 'confirmed')
        expect(laptop.view(fresh.id)).toMatchObject({ confirmedBy: 'data', old: 'off' })
        expect(laptop.steps(fresh.id)).toEqual(
          expect.arrayContaining(['asked', 'minted', 'activated', 'shown', 'delivered', 'old-off', 'confirmed']),
        )
        expect([await here.writes({ old, fresh }), await here.exist(old, fresh)]).toEqual([
          [403, 204],
          [true, true],
        ])
        expect(await here.broken(laptop)).toEqual([])
      })

      it.each([
        ['old', 'revoked', [204, 401]],
        ['new', 'confirmed', [403, 204]],
      ] as const)(
        'of a device whose clock is ahead, data of the %s token leaves the new one %s',
        async (by, state, writes) => {
          const here = await place()
          const laptop = await here.laptop({ ports: { clock: createHeldClock() } })
          const { old, fresh } = await replacing(laptop, here.pump)
          const ahead = (days: number) => ` ${String(BigInt(Date.now() + days * day) * 1_000_000n)}`
          expect(await here.write(old.token, ahead(2))).toBe(204)
          laptop.workspace.handovers.scanned(fresh.id)
          await laptop.seen(fresh.id, isOff)
          if (by === 'new') expect(await here.write(fresh.token, ahead(3))).toBe(204)
          // Before the old one is switched on again it is looked once more: a device that works keeps its token.
          await laptop.workspace.replacements.goBack(fresh.id)
          expect(laptop.view(fresh.id)?.state).toBe(state)
          expect(await here.writes({ old, fresh })).toEqual(writes)
          expect(await here.broken(laptop)).toEqual([])
        },
      )

      it('no data in ten minutes: the old one may come back, and really works again; the new one is revoked', async () => {
        const here = await place()
        const clock = createHeldClock()
        const laptop = await here.laptop({ ports: { clock } })
        const { old, fresh } = await replaced(here, laptop)
        expect([clock.waits().includes(10 * minute), laptop.view(fresh.id)?.mayGoBack]).toEqual([true, false])
        clock.release()
        await laptop.seen(fresh.id, ({ mayGoBack }) => mayGoBack)
        expect(laptop.view(fresh.id)).toMatchObject({ attention: true, failure: { code: 'token.unproven' } })
        expect(await here.write(old.token)).toBe(403)
        const back = value(await laptop.workspace.replacements.goBack(fresh.id))
        expect(back).toMatchObject({ state: 'revoked', old: 'on' })
        expect(laptop.view(old.id)).toMatchObject({ state: 'confirmed', active: true, replaced: false })
        expect([await here.writes({ old, fresh }), await here.exist(old, fresh)]).toEqual([
          [204, 401],
          [true, false],
        ])
        expect(await here.broken(laptop)).toEqual([])
      })
    })

    describe('replacing a token by cable', () => {
      /** What each request finds before it reaches the server, with the new token's text from its 201. */
      const watched = async () => {
        const here = await place()
        const made: string[] = []
        const laptop = await here.laptop({ ports: { network: overhearing(made) } })
        const old = await handedOver(laptop, here.pump)
        const steps: { readonly hash: boolean; readonly writes: readonly number[] }[] = []
        const look = async () => {
          const [fresh] = laptop.workspace.board.stories()
          const token = made.at(-1)
          if (fresh?.now.old !== 'live' || token === undefined || token === old.token) return
          const writes = await here.writes({ old, fresh: { token } })
          // Asked for afterwards: the hash may come while the device writes.
          steps.push({ hash: laptop.workspace.board.story(fresh.intent.id)?.now.proof === 'hash', writes })
        }
        here.proxy.decide(() => ({ first: look }))
        return { here, laptop, old, steps, tokens: () => ({ old, fresh: { token: made.at(-1) ?? '' } }) }
      }

      it('the old one works until the device’s own hash is in the ledger, and is off at once then', async () => {
        const { here, laptop, old, steps, tokens } = await watched()
        const { id } = await laptop.begin(here.pump, { ...byCable, replaces: [old.authId] })
        await laptop.seen(id, isOff)
        const [before, after] = [steps.filter(({ hash }) => !hash), steps.filter(({ hash }) => hash)]
        expect([before.length > 0, after.length > 0]).toEqual([true, true])
        // The hash itself changes nothing on the server: what follows it does.
        for (const { writes } of [...before, ...after.slice(0, 1)]) expect(writes).toEqual([204, 403])
        expect(await here.writes(tokens())).toEqual([403, 204])
        expect(laptop.view(id)).toMatchObject({ proof: 'hash', active: true, mayGoBack: false })
        await laptop.seen(id, ({ state }) => state === 'confirmed')
        expect(await here.writes(tokens())).toEqual([403, 204])
        expect(await here.broken(laptop)).toEqual([])
      })

      it('a device that stores something else leaves the old one as it is', async () => {
        const { here, laptop, old, tokens } = await watched()
        here.device.play('wrong')
        const { id } = await laptop.begin(here.pump, { ...byCable, replaces: [old.authId] })
        await laptop.seen(id, (view) => view.failure?.code === 'device.wrong-hash')
        expect([await here.writes(tokens()), laptop.view(id)?.old]).toEqual([[204, 403], 'live'])
        await laptop.workspace.handovers.cancel(id)
        expect(await here.writes(tokens())).toEqual([204, 401])
        expect(await here.broken(laptop)).toEqual([])
      })
    })

    describe('the end of a replaced token', () => {
      it('comes after seven days of the server, whatever this laptop’s clock says', async () => {
        const here = await place()
        let skew: number | undefined = 0
        const clock = createHeldClock()
        const laptop = await here.laptop({ ports: { clock, network: serverAhead(() => skew) } })
        const { old, fresh } = await replaced(here, laptop)
        // The laptop's clock jumps ten years; the server's clock is where it was.
        clock.jump(3650 * day)
        for (const at of [-3650 * day, undefined, -3650 * day + 7 * day - minute]) {
          skew = at
          await laptop.sweep()
        }
        expect([laptop.view(fresh.id)?.old, await here.exist(old, fresh)]).toEqual(['off', [true, true]])
        skew = -3650 * day + 7 * day + minute
        await laptop.sweep()
        expect([laptop.view(fresh.id)?.old, await here.exist(old, fresh)]).toEqual(['gone', [false, true]])
        expect(laptop.view(old.id)?.state).toBe('revoked')
        expect(await here.writes({ old, fresh })).toEqual([401, 204])
        expect(await here.broken(laptop)).toEqual([])
      })

      it('comes at once when it is asked for, of a token of another laptop with the same owner too', async () => {
        const here = await place()
        const [a, b] = [await here.laptop(), await here.laptop()]
        const old = await handedOver(a, here.pump)
        const fresh = await handedOver(b, here.pump, { replaces: [old.authId] })
        await b.seen(fresh.id, isOff)
        expect(await here.writes({ old, fresh })).toEqual([403, 204])
        await a.sweep()
        expect([await here.writes({ old, fresh }), await here.broken(a, b)]).toEqual([[403, 204], []])
        expect(value(await b.workspace.replacements.endOld(fresh.id))).toMatchObject({ old: 'gone' })
        expect([await here.writes({ old, fresh }), await here.exist(old, fresh)]).toEqual([
          [401, 204],
          [false, true],
        ])
      })
    })
  })
}

interface Token {
  readonly token: string
}

const byCable = { delivery: 'usb', port: 'practice-device' } as const

/** A network that remembers each token it was given in `made`: by cable no other place shows it. */
function overhearing(made: string[]): InfluxNetwork {
  const inner = eagerNetwork()
  const client: InfluxNetwork['client'] = (...at) => {
    const influx = inner.client(...at)
    return {
      ...influx,
      async create(...asked) {
        const answer = await influx.create(...asked)
        if (answer.ok) made.push(answer.value.token)
        return answer
      },
    }
  }
  return { ...inner, client }
}
