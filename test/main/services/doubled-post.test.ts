import { describe, expect, it } from 'vitest'
import { isCreate, isList, isRemove, practiceWorld } from '../../support/practice-world'
import type { Seen } from '../../support/proxy'
import { ask } from '../../support/raw-influx'

describe('a POST that arrives three times', () => {
  it.each([
    ['qr', 'before', isCreate],
    ['qr', 'after', isList],
    ['usb', 'before', isCreate],
    ['usb', 'after', isList],
  ] as const)(
    'by %s, its copies %s the one that is answered: one row is left when the token is on, before any other look at the server',
    async (delivery, _when, arrivesWith: (seen: Seen) => boolean) => {
      const world = await practiceWorld()
      const { begin, seen, steps, view, events } = await world.laptop()
      let sent: string | undefined
      let copies = 0
      world.proxy.decide((request) => {
        if (isCreate(request)) sent = request.body
        const body = sent
        if (body === undefined || copies > 0 || !arrivesWith(request)) return 'pass'
        copies = 2
        const copy = () => ask(world.url, world.server.adminToken, '/api/v2/authorizations', { body })
        return { first: async () => [await copy(), await copy()] }
      })
      const { id } = await begin('pump-1', delivery === 'usb' ? { delivery, port: 'practice-device' } : {})
      await seen(id, ({ active, state }) => active || state === 'revoked')

      const removed = world.proxy.seen.filter(isRemove).map(({ path }) => path.split('/').at(-1))
      expect([copies, new Set(removed).size, removed.length]).toEqual([2, 2, 2])
      const { authId } = { ...view(id) }
      expect(removed).not.toContain(authId)
      expect((await world.rows('pump-1')).map((row) => [row.id, row.status])).toEqual([[authId, 'active']])
      // Its own copies are no token of another laptop: it is not withdrawn for one, and nobody is told of a twin.
      expect(steps(id)).not.toContain('revoking')
      const told = events.flatMap((one) => (one.kind === 'handover' ? [one.handover.failure?.code] : []))
      expect(told.filter((code) => code !== undefined)).toEqual([])
    },
  )

  it.each(['qr', 'usb'] as const)('by %s, a copy that cannot be deleted holds it up', async (delivery) => {
    const world = await practiceWorld()
    const { begin, seen, view, sweep, workspace } = await world.laptop()
    let copied = false
    let lost = true
    world.proxy.decide((request) => {
      if (isRemove(request) && lost) return 'cut-before'
      if (!isCreate(request) || copied) return 'pass'
      copied = true
      return { first: () => ask(world.url, world.server.adminToken, '/api/v2/authorizations', { body: request.body }) }
    })
    const { id } = await begin('pump-1', delivery === 'usb' ? { delivery, port: 'practice-device' } : {})
    await seen(id, ({ failure, waits }) => failure !== undefined || waits?.why !== undefined)
    // By cable it is not on yet, by code it is not shown.
    if (delivery === 'usb') expect(view(id)?.active).toBe(false)
    expect([(await world.rows('pump-1')).length, workspace.code.payload()]).toEqual([2, undefined])
    lost = false
    await sweep()
    expect(await world.rows('pump-1')).toMatchObject([{ id: view(id)?.authId }])
  })
})
