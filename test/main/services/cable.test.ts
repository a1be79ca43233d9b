import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok } from '../../../main/contract/result'
import type { SerialLink } from '../../../main/ports/serial'
import { createHeldClock } from '../../support/held-clock'
import { createFakeClock } from '../../support/fake-clock'
import { down, isList, isSwitch, practiceWorld, type PracticeWorld } from '../../support/practice-world'

const isRest = ({ activity }: { activity: string }) => activity === 'idle'

/** The practice device's port, with something done to its link. */
function serialOf(world: PracticeWorld, change: (link: SerialLink) => SerialLink) {
  const serial = world.device.asSerial()
  return {
    ...serial,
    open: async (port: string, baud: number) => {
      const link = await serial.open(port, baud)
      return link.ok ? ok(change(link.value)) : link
    },
  }
}

describe('handing over by cable', () => {
  it('the device gets what was asked, proves it, writes, and its data confirms', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    const { id } = await laptop.byCable('pump-1')
    await laptop.seen(id, ({ state }) => state === 'confirmed')
    expect(laptop.view(id)).toMatchObject({
      proof: 'hash',
      confirmedBy: 'data',
      sealed: false,
      found: { device: 'practice-device' },
    })
    expect(laptop.steps(id).slice(0, 4)).toEqual(['asked', 'minted', 'delivered', 'activated'])
    expect(await world.broken(laptop)).toEqual([])
  })

  it.each([
    ['wrong', 'device.wrong-hash'],
    ['busy', 'serial.busy'],
  ] as const)('a device that is %s: stays inactive, and goes on later with the same token', async (fault, code) => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    world.device.play(fault)
    const { id, authId } = await laptop.byCable('pump-1')
    await laptop.seen(id, (view) => view.failure?.code === code)
    expect(world.proxy.seen.filter(isSwitch)).toEqual([])
    expect(laptop.view(id)).toMatchObject({ state: 'minted', active: false, activity: 'idle', sealed: true })
    world.device.play('none')
    await laptop.workspace.handovers.resume({ id })
    await laptop.seen(id, ({ active }) => active)
    expect(laptop.view(id)).toMatchObject({ state: 'delivered', authId })
    expect(await world.rows()).toHaveLength(1)
  })

  it('a silent device is told from a pulled cable', async () => {
    const world = await practiceWorld()
    const clock = createFakeClock()
    const laptop = await world.laptop({ ports: { clock } })
    world.device.play('silent')
    const { id } = await laptop.byCable('pump-1')
    await laptop.seen(id, ({ activity }) => activity === 'finding')
    await clock.advance(15_000)
    expect(laptop.view(id)).toMatchObject({ failure: { code: 'device.no-answer' }, active: false })
    void laptop.workspace.handovers.resume({ id })
    const finding = laptop.events.length
    await laptop.event(
      (one) => laptop.events.indexOf(one) >= finding && one.kind === 'handover' && one.handover.activity === 'finding',
    )
    await clock.advance(0)
    world.device.unplug()
    await laptop.seen(id, (view) => view.failure?.code === 'serial.unplugged')
    expect(laptop.view(id)).toMatchObject({ state: 'minted', active: false })
  })

  it.each(['stop', 'cancel'] as const)('%s during the push', async (how) => {
    const world = await practiceWorld()
    let act = () => {}
    let written = 0
    const serial = serialOf(world, (link) => ({
      ...link,
      write: (bytes) => {
        written += 1
        if (written === 3) act()
        return link.write(bytes)
      },
    }))
    const laptop = await world.laptop({ ports: { serial } })
    const ended = new Promise<void>((resolve) => {
      act = () => {
        const id = laptop.workspace.board.stories()[0]?.intent.id ?? ''
        if (how === 'stop') laptop.workspace.handovers.stop(id)
        else void laptop.workspace.handovers.cancel(id).then(() => resolve())
        if (how === 'stop') resolve()
      }
    })
    const { id } = await laptop.byCable('pump-1')
    await ended
    if (how === 'stop') {
      await laptop.seen(id, (view) => view.failure?.code === 'cancelled')
      expect(laptop.view(id)).toMatchObject({ state: 'minted', active: false, activity: 'idle' })
    } else expect(laptop.view(id)).toMatchObject({ state: 'revoked', activity: 'idle' })
    expect(await world.rows()).toHaveLength(how === 'stop' ? 1 : 0)
    expect(world.proxy.seen.filter(isSwitch)).toEqual([])
    expect(await world.broken(laptop)).toEqual([])
  })

  it('without a network after the push the activation waits, and follows by itself', async () => {
    const clock = createHeldClock()
    const world = await practiceWorld()
    const laptop = await world.laptop({ ports: { clock } })
    world.proxy.decide((one) => (isSwitch(one) ? down : 'pass'))
    const { id } = await laptop.byCable('pump-1')
    await laptop.seen(id, (view) => view.queued === 'activation' && isRest(view))
    expect(laptop.view(id)).toMatchObject({ state: 'delivered', active: false, proof: 'hash' })
    expect(laptop.workspace.handovers.works(id)).toMatchObject({ ok: false, failure: { code: 'token.unsure' } })
    expect(await laptop.workspace.sessions.forget(laptop.session.connection.id)).toMatchObject({
      failure: { code: 'busy.open-handovers' },
    })
    world.proxy.decide(() => 'pass')
    clock.release()
    await laptop.seen(id, ({ active, probed }) => active && probed)
    expect(laptop.view(id)?.queued).toBeUndefined()
    await laptop.seen(id, ({ state }) => state === 'confirmed')
  })

  it('after a restart a waiting activation can be asked for without a port', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    world.proxy.decide((one) => (isSwitch(one) ? down : 'pass'))
    const { id } = await laptop.byCable('pump-1')
    await laptop.seen(id, (view) => view.queued === 'activation' && isRest(view))
    laptop.close()
    world.proxy.decide(() => 'pass')
    const next = world.run({ folder: laptop.folder, vault: laptop.vault })
    await next.workspace.handovers.resume({ id })
    await next.event((one) => one.kind === 'handover' && one.handover.active && one.handover.activity === 'idle')
    expect(next.workspace.board.view(id)).toMatchObject({ state: 'delivered', active: true })
    expect(next.workspace.board.view(id)?.failure).toBeUndefined()
  })

  it('an activation that waited does not make a second live token', async () => {
    const world = await practiceWorld()
    const [a, b] = [await world.laptop(), await world.laptop()]
    world.proxy.decide((one) => (isList(one) || isSwitch(one) ? down : 'pass'))
    const first = a.byCable('pump-1').catch(() => undefined)
    expect(await first).toBeUndefined()
    world.proxy.decide((one) => (isSwitch(one) ? down : 'pass'))
    const { id } = await a.byCable('pump-1')
    await a.seen(id, (view) => view.queued === 'activation' && isRest(view))
    world.proxy.decide(() => 'pass')
    // The other laptop's token is refused beside a fresh one; a later one, three minutes on, is made and lives.
    const rows = await world.rows()
    const later = await world.operator.create({
      orgId: world.bucket.orgId,
      description: rows[0]?.description.replace(/n=.{32}/, `n=${'c'.repeat(32)}`) ?? '',
      status: 'active',
      permissions: rows[0]?.permissions ?? [],
    })
    if (!later.ok) throw new Error(later.failure.code)
    const old = new Date(Date.now() + 180_000).toISOString()
    world.proxy.decide((one) => {
      if (!isList(one)) return 'pass'
      const shown = [...rows, { ...later.value.authorization, createdAt: old }]
      const wire = shown.map(({ orgId, userId, ...row }) => ({
        ...row,
        orgID: orgId,
        userID: userId,
        permissions: row.permissions.map(({ action, resource: { orgId: org, ...resource } }) => ({
          action,
          resource: { ...resource, orgID: org },
        })),
      }))
      return { status: 200, body: JSON.stringify({ authorizations: wire }) }
    })
    expect(await a.sweep()).toMatchObject({ ok: false, failure: { code: 'token.twin' } })
    expect((await world.rows()).map(({ id: authId, status }) => [authId, status])).toEqual([
      [later.value.authorization.id, 'active'],
    ])
    b.close()
  })

  it('shows that the token cannot write where its bucket was deleted meanwhile', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    world.proxy.decide(({ path }) =>
      path.startsWith('/api/v2/write')
        ? { status: 404, body: '{"code":"not found","message":"bucket not found"}' }
        : 'pass',
    )
    const { id } = await laptop.begin('pump-1')
    await laptop.seen(id, (view) => view.failure?.code === 'bucket.deleted')
    expect(laptop.view(id)).toMatchObject({ probed: false })
  })

  it('asked for twice at once, opens the port once', async () => {
    const world = await practiceWorld()
    world.device.plug()
    const serial = world.device.asSerial()
    let opened = 0
    const open: typeof serial.open = (...at) => {
      opened += 1
      return serial.open(...at)
    }
    const laptop = await world.laptop({ ports: { serial: { ...serial, open } } })
    const { id } = await laptop.begin('pump-1')
    const { handovers } = laptop.workspace
    const request = { id, delivery: 'usb', port: 'practice-device' } as const
    await Promise.all([handovers.resume(request), handovers.resume(request)])
    await laptop.seen(id, ({ state, active }) => state !== 'minted' && active)
    expect([opened, laptop.view(id)?.failure]).toEqual([1, undefined])
  })

  it('a port that cannot be opened leaves the token where it is', async () => {
    const world = await practiceWorld()
    const serial = { ...world.device.asSerial(), open: () => Promise.resolve(failed(failure('serial.permission'))) }
    const laptop = await world.laptop({ ports: { serial } })
    const { id } = await laptop.byCable('pump-1')
    await laptop.seen(id, (view) => view.failure?.code === 'serial.permission')
    expect(laptop.view(id)).toMatchObject({ state: 'minted', active: false, sealed: true })
  })
})
