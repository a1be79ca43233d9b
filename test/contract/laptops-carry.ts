import { describe, expect, it } from 'vitest'
import { createHeldClock } from '../support/held-clock'
import type { Laptop, Run } from '../support/laptop'
import { storedToken } from '../support/laptop-world'
import { row, value, type Scene } from './influx-scene'
import { laptopCase, type LaptopCase } from './laptop-case'

const quarter = 15 * 60_000

/** Another laptop shows its phrase, and this one seals a token with it. */
async function prepared(here: LaptopCase, admin: Laptop, change: object = {}) {
  const other = here.run()
  const phrase = other.workspace.laptops.take.phrase().join(' ')
  const carrier = value(await admin.workspace.laptops.prepare.run({ ...here.wish, phrase, ...change }))
  const take = (by = other) => by.workspace.laptops.take.run({ text: carrier.text, plainAccepted: here.plain })
  return { other, carrier, take }
}
const errandsOf = ({ ports }: Pick<Run, 'ports'>) => ports.ledger.connections()[0]?.errands ?? []
const left = async (here: LaptopCase) => [await here.rows(), await here.users()]

/** Prepare another laptop, and take it over there. */
export function carryCases(scene: Scene): void {
  const own = () => laptopCase(scene)

  describe('a token for another laptop', () => {
    it('is replaced there by one of its own with the same rights, and deleted', async () => {
      const here = await own()
      const admin = await here.laptop()
      const { other, carrier, take } = await prepared(here, admin, { read: true })
      const [carried] = await here.rows()
      expect(carried?.description).toMatch(new RegExp(`^${here.name} \\| fieldkey:1 .* k=carried$`))
      await here.nobodyJoined()
      expect(value(await take()).connection.owner.name).toBe(carried?.user)
      expect(await here.status('GET', row(carried?.id ?? ''), scene.world.token)).toBe(404)
      const [made, ...more] = await here.rows()
      expect([more, made?.id === carried?.id, made?.userId]).toEqual([[], false, carried?.userId])
      expect(made?.permissions).toEqual(carried?.permissions)
      expect(made?.description).toMatch(/ k=laptop$/)
      expect(other.workspace.sessions.chosen()).toMatchObject({ authId: made?.id, operator: false })
      const token = await storedToken(other)
      expect([await here.writes(token), await here.reads(token)]).toEqual([
        [204, 403],
        [200, 404],
      ])
      expect(errandsOf(other)).toEqual([])
      expect(await take()).toMatchObject({ ok: false, failure: { code: 'laptop.phrase' } })

      // Its time is up, and nothing happens to what the other laptop made of it.
      value(await admin.workspace.laptops.prepare.withdraw(carrier.id))
      expect([(await here.rows()).map(({ id }) => id), errandsOf(admin)]).toEqual([[made?.id], []])
      expect((await here.users()).map(({ name }) => name)).toEqual(scene.world.cloud ? [] : [made?.user])
      expect(await here.writes(token)).toEqual([204, 403])
    })

    it('is opened by no other phrase, and stays for the right one', async () => {
      const here = await own()
      const admin = await here.laptop()
      const { take } = await prepared(here, admin)
      const finder = here.run()
      expect(await take(finder)).toMatchObject({ ok: false, failure: { code: 'laptop.phrase' } })
      finder.workspace.laptops.take.phrase()
      expect(await take(finder)).toMatchObject({ ok: false, failure: { code: 'laptop.phrase' } })
      const asked = new Set(here.proxy.seen.map(({ headers }) => headers.authorization ?? ''))
      // Who looks at the time shows no token.
      asked.delete('')
      expect([finder.ports.ledger.connections(), asked]).toEqual([[], new Set([`Token ${scene.world.token}`])])
      expect(await take()).toMatchObject({ ok: true })
    })

    it('that nobody used in 15 minutes is revoked, and its user with it', async () => {
      const here = await own()
      const clock = createHeldClock()
      const admin = await here.laptop({ ports: { clock } })
      const { take } = await prepared(here, admin)
      const go = async (ms: number) => {
        clock.pass(ms)
        clock.jump(ms)
        clock.release()
        await admin.workspace.laptops.lookout.look()
      }
      await go(quarter - 10_000)
      expect([(await here.rows()).length, (await here.users()).length]).toEqual([1, scene.world.cloud ? 0 : 1])
      expect(await admin.workspace.sessions.forget(admin.session.connection.id)).toMatchObject({
        failure: { code: 'laptop.pending' },
      })
      await go(10_000)
      await expect.poll(() => left(here)).toEqual([[], []])
      expect(await take()).toMatchObject({ failure: { code: 'laptop.taken' } })
      await expect.poll(() => errandsOf(admin)).toEqual([])
    })

    it('is withdrawn at once when the person says so, and keeps this laptop from being limited until then', async () => {
      const here = await own()
      const admin = await here.laptop()
      const { carrier, take } = await prepared(here, admin)
      const { limit, prepare } = admin.workspace.laptops
      expect(value(await limit.plan()).pending).toMatchObject([{ id: carrier.id, name: here.name }])
      const refused = await limit.run({ ...here.wish, revokeAdmin: false })
      expect(refused).toMatchObject({ failure: { code: 'laptop.pending' } })
      value(await prepare.withdraw(carrier.id))
      expect([await left(here), value(await limit.plan()).pending]).toEqual([[[], []], []])
      expect(await take()).toMatchObject({ failure: { code: 'laptop.taken' } })
    })
  })
}
