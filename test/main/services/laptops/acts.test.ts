import { expect, it } from 'vitest'
import { allAccessScope } from '../../../../main/domain/permissions'
import { laptopWorld, type LaptopWorld } from '../../../support/laptop-world'
import { isRemove, type Laptop } from '../../../support/practice-world'

const noted = ({ ports, session }: Laptop, id = '') => {
  const acts = ports.ledger.acts(session.connection.id, id)
  return acts.ok ? acts.value.map(({ kind, detail }) => (detail === '' ? kind : `${kind} ${detail}`)) : acts
}
const removed = ({ proxy }: LaptopWorld) => proxy.seen.filter(isRemove).map(({ path }) => path.split('/').at(-1) ?? '')

it('limiting a laptop is noted of the token that is made and of the one that goes', async () => {
  const world = await laptopWorld()
  const laptop = await world.laptop()
  const own = laptop.session.connection.authId
  await laptop.workspace.laptops.limit.run({ ...world.wish, revokeAdmin: false })
  const [row] = await world.made()
  expect(noted(laptop, row?.id)).toEqual([`laptop-made ${world.wish.name}`, 'stored'])
  expect(noted(laptop, own)).toEqual(['stored', 'unstored'])
})

it('the admin token that is revoked with it is noted as that', async () => {
  const world = await laptopWorld()
  const user = await world.user('second')
  const { token, authorization } = await world.mint(allAccessScope(world.bucket.orgId, user), user)
  await world.operator.setDescription(authorization.id, 'Fieldkey')
  const laptop = await world.laptop({ token })
  await laptop.workspace.laptops.limit.run({ ...world.wish, sharedAccepted: true, revokeAdmin: true })
  expect(noted(laptop, authorization.id)).toEqual(['stored', 'unstored', 'admin-ended'])
})

it('a token for another laptop is noted where it was made, and where it was used and deleted', async () => {
  const world = await laptopWorld()
  const admin = await world.laptop()
  const other = world.run()
  const phrase = other.workspace.laptops.take.phrase().join(' ')
  const carrier = await admin.workspace.laptops.prepare.run({ ...world.wish, phrase })
  if (!carrier.ok) throw new Error(carrier.failure.code)
  const [carried] = await world.made()
  expect(noted(admin, carried?.id)).toEqual([`carried-made ${world.wish.name}`])
  const taken = await other.workspace.laptops.take.run({ text: carrier.value.text, plainAccepted: false })
  if (!taken.ok) throw new Error(taken.failure.code)
  const there = { ...admin, ports: other.ports, session: taken.value }
  expect(noted(there, carried?.id)).toEqual(['stored', 'unstored', 'carried-ended'])
  expect(noted(there, taken.value.connection.authId)).toEqual([`laptop-made ${world.wish.name}`, 'stored'])
})

it('a token on its way that is called back is noted as deleted', async () => {
  const world = await laptopWorld()
  const admin = await world.laptop()
  const phrase = world.run().workspace.laptops.take.phrase().join(' ')
  const carrier = await admin.workspace.laptops.prepare.run({ ...world.wish, phrase })
  if (!carrier.ok) throw new Error(carrier.failure.code)
  const [carried] = await world.made()
  expect((await admin.workspace.laptops.prepare.withdraw(carrier.value.id)).ok).toBe(true)
  expect(noted(admin, carried?.id)).toEqual([`carried-made ${world.wish.name}`, 'carried-ended'])
})

it('a laptop token that came to nothing, and those of a lost laptop, are noted as deleted', async () => {
  const world = await laptopWorld()
  const lost = await world.laptop()
  await lost.workspace.laptops.limit.run({ ...world.wish, revokeAdmin: false })
  const [row] = await world.made()
  const admin = await world.laptop()
  const owner = lost.workspace.sessions.chosen()?.owner.id ?? ''
  expect((await admin.workspace.laptops.lost.giveUp(owner)).ok).toBe(true)
  expect(noted(admin, row?.id)).toEqual(['lost-ended'])
  const probe = ({ path }: { readonly path: string }) => path.startsWith('/api/v2/write')
  world.proxy.decide((one) => (probe(one) ? { status: 403, body: '{"code":"forbidden","message":"x"}' } : 'pass'))
  expect((await admin.workspace.laptops.limit.run({ ...world.wish, revokeAdmin: false })).ok).toBe(false)
  expect(
    noted(
      admin,
      removed(world).findLast((id) => noted(admin, id).toString().includes('withdrawn')),
    ),
  ).toEqual([`laptop-made ${world.wish.name}`, 'withdrawn'])
})
