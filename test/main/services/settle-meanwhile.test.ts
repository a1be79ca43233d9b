import { expect, it } from 'vitest'
import { createHeldClock } from '../../support/held-clock'
import { down, isList, isRemove, isSwitch, loseCreates, practiceWorld, type Laptop } from '../../support/practice-world'
import type { Fate, Seen } from '../../support/proxy'
import { ask } from '../../support/raw-influx'
import { isOff, replacing, serverAhead, writeAs } from '../../support/replacing'

async function bench() {
  const world = await practiceWorld()
  const clock = createHeldClock()
  const laptop = await world.laptop({ ports: { clock, network: serverAhead(() => 0) } })
  const statusOf = async (authId: string) => (await world.rows()).find(({ id }) => id === authId)?.status
  return { world, clock, laptop, statusOf }
}
type Bench = Awaited<ReturnType<typeof bench>>

/** The first request that fits waits until `act` is done; the others pass. */
function onceAt(fits: (seen: Seen) => boolean, act: () => Promise<unknown>): (seen: Seen) => Fate {
  let isDone = false
  return (seen) => {
    if (isDone || !fits(seen)) return 'pass'
    isDone = true
    return { first: act }
  }
}

/** A token of `pump-1` that is to be deleted, before anything else is mended. */
async function toBeDeleted({ world, laptop }: Bench): Promise<void> {
  const { id } = await laptop.begin('pump-1')
  world.proxy.decide((one) => (isRemove(one) ? down : 'pass'))
  await laptop.workspace.handovers.cancel(id)
}

/** `pump-2` has its token by cable; it is still to be switched on. */
async function toBeSwitchedOn({ world, laptop }: Bench) {
  world.device.plug()
  world.proxy.decide((one) => (isSwitch(one) || isRemove(one) ? down : 'pass'))
  const { id } = await laptop.byCable('pump-2')
  await laptop.seen(id, ({ queued, activity }) => queued === 'activation' && activity === 'idle')
  return { id, authId: laptop.view(id)?.authId ?? '' }
}

/** The old token of `pump-2` is off: the device has another one, by code. */
async function replaced(laptop: Laptop) {
  const { old, fresh } = await replacing(laptop, 'pump-2')
  laptop.workspace.handovers.scanned(fresh.id)
  await laptop.seen(fresh.id, isOff)
  return { old, fresh }
}

it.each([
  ['another token is deleted', true, isRemove],
  ['the list before its own PATCH is on its way', false, isList],
])('a token that a person disables while %s stays off', async (_when, others, fits) => {
  const place = await bench()
  if (others) await toBeDeleted(place)
  const { id, authId } = await toBeSwitchedOn(place)
  const { world, laptop, statusOf } = place
  // One that is under way already has its list.
  await laptop.sweep()
  let lists = 0
  const moment = (seen: Seen) => fits(seen) && (!isList(seen) || (lists += 1) > 1)
  world.proxy.decide(onceAt(moment, () => laptop.workspace.tokens.setStatus([authId], 'inactive')))
  const before = world.proxy.seen.length
  await laptop.sweep()
  await laptop.sweep()
  expect([await statusOf(authId), laptop.view(id)?.active, laptop.steps(id).at(-1)]).toEqual([
    'inactive',
    false,
    'disabled',
  ])
  expect(world.proxy.seen.slice(before).filter((seen) => isSwitch(seen) && seen.body.includes('"active"'))).toEqual([])
})

it('a token that a person disables while its own PATCH is on its way stays off', async () => {
  const place = await bench()
  const { id, authId } = await toBeSwitchedOn(place)
  const { world, laptop, statusOf } = place
  await laptop.sweep()
  const switchesOn = (seen: Seen) => isSwitch(seen) && seen.body.includes('"active"')
  let disabling: Promise<unknown> = Promise.resolve()
  const disable = () => {
    disabling = laptop.workspace.tokens.setStatus([authId], 'inactive')
    return expect.poll(() => laptop.steps(id).at(-1)).toBe('disabled')
  }
  world.proxy.decide(onceAt(switchesOn, disable))
  await laptop.sweep()
  await disabling
  expect([await statusOf(authId), laptop.view(id)?.active]).toEqual(['inactive', false])
})

it('a token that a person disables while its settings go over the cable stays off', async () => {
  const { world, laptop, statusOf } = await bench()
  world.device.plug()
  const isLookUp = ({ method, path }: Seen) => method === 'GET' && /^\/api\/v2\/authorizations\/\w+$/.test(path)
  const disable = async () => {
    const { id = '', authId = '' } = laptop.workspace.board.views()[0] ?? {}
    void laptop.workspace.tokens.setStatus([authId], 'inactive')
    await expect.poll(() => laptop.steps(id)).toContain('disabled')
  }
  world.proxy.decide(onceAt(isLookUp, disable))
  const { id, authId = '' } = await laptop.byCable('pump-1')
  await laptop.seen(id, ({ state, activity }) => state === 'delivered' && activity === 'idle')
  expect(laptop.view(id)).toMatchObject({ active: false, failure: { code: 'token.off' } })
  expect([await statusOf(authId), laptop.steps(id)]).toEqual(['inactive', ['asked', 'minted', 'disabled', 'delivered']])
})

it.each(['somebody switched it on', 'a restored server brought it back'] as const)(
  'an old token that is taken back meanwhile works, whatever was to become of it since %s',
  async (how) => {
    const place = await bench()
    const { world, laptop, statusOf } = place
    await toBeDeleted(place)
    const { old, fresh } = await replaced(laptop)
    await laptop.sweep()
    const goBack = () => laptop.workspace.replacements.goBack(fresh.id)
    const first = onceAt(isRemove, goBack)
    if (how === 'somebody switched it on') {
      await world.operator.setStatus(old.authId, 'active')
      world.proxy.decide(first)
    } else {
      const { text } = await ask(world.url, world.server.adminToken, '/api/v2/authorizations')
      const list = JSON.parse(text) as { authorizations: { id: string }[] }
      const back = { status: 'active', updatedAt: '2020-01-01T00:00:00Z' }
      const authorizations = list.authorizations.map((row) => (row.id === old.authId ? { ...row, ...back } : row))
      let isListed = false
      world.proxy.decide((seen) => {
        if (isListed || !isList(seen)) return first(seen)
        isListed = true
        return { status: 200, body: JSON.stringify({ authorizations }) }
      })
    }
    expect(await laptop.sweep()).toMatchObject({ ok: true })
    await laptop.sweep()
    expect(laptop.view(fresh.id)).toMatchObject({ state: 'revoked', old: 'on' })
    expect([await statusOf(old.authId), await writeAs(world, old.token, 'pump-2')]).toEqual(['active', 204])
  },
)

it('the token of a handover that was called off while its POST was still on its way is looked for until it can come no more', async () => {
  const { world, laptop, clock } = await bench()
  const body = loseCreates(world.proxy)
  const { id } = await laptop.begin('pump-1')
  await laptop.workspace.handovers.cancel(id)
  expect(laptop.view(id)).toMatchObject({ state: 'revoked' })
  await ask(world.url, world.server.adminToken, '/api/v2/authorizations', { body: body() })
  clock.pass(125_000)
  clock.release()
  await expect.poll(() => world.rows()).toEqual([])
  await expect.poll(() => laptop.workspace.settle.expectsLate(laptop.session.connection.id)).toBe(false)
})

it('a PATCH whose answer says otherwise does not keep what comes after it waiting', async () => {
  const place = await bench()
  const { world, laptop } = place
  const { authId } = await toBeSwitchedOn(place)
  const { id } = await laptop.begin('pump-3')
  await laptop.workspace.handovers.cancel(id)
  // As it is: inactive.
  const { text } = await ask(world.url, world.server.adminToken, `/api/v2/authorizations/${authId}`)
  const otherwise = { status: 200, body: text }
  world.proxy.decide((one) => (isSwitch(one) ? otherwise : 'pass'))
  expect(await laptop.sweep()).toMatchObject({ ok: false, failure: { code: 'token.unsure' } })
  expect(laptop.view(id)).toMatchObject({ state: 'revoked' })
})
