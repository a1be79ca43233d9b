import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed } from '../../../main/contract/result'
import { allAccessScope, deviceScope } from '../../../main/domain/permissions'
import type { Ledger } from '../../../main/ports/ledger'
import { createMemoryLedger, createStore } from '../../support/memory-ledger'
import { down, isRemove, isSwitch, practiceWorld, type LaptopOptions } from '../../support/practice-world'
import { handedOver, isOff, replacing } from '../../support/replacing'

async function bench(options: LaptopOptions = {}) {
  const world = await practiceWorld()
  const laptop = await world.laptop(options)
  const { tokens } = laptop.workspace
  const write = deviceScope(world.bucket.orgId, world.bucket.id)
  const foreign = async () => (await world.mint(write)).authorization.id
  /** The record of a token: what was done to it, as `kind` or `kind: detail`. */
  const record = async (id: string) => {
    const found = await tokens.find(id)
    if (!found.ok) throw new Error(found.failure.code)
    const { steps } = found.value
    const times = steps.map(({ at }) => at)
    expect(times).toEqual([...times].sort((one, other) => one - other))
    return steps.map(({ kind, detail, unanswered }) =>
      [kind, detail, unanswered ? 'unanswered' : ''].filter(Boolean).join(' '),
    )
  }
  const noted = (id: string) => {
    const acts = laptop.ports.ledger.acts(laptop.session.connection.id, id)
    return acts.ok
      ? acts.value.map(({ kind, answered }) => (answered ? kind : `${kind} unanswered`))
      : acts.failure.code
  }
  return { world, tokens, foreign, record, noted, ...laptop }
}

describe('the record of a token tells what this laptop did to it in Tokens', () => {
  it('disabled, enabled, described, reviewed: in order, with times, and also after a restart', async () => {
    const { world, tokens, record, close, folder, vault } = await bench()
    const made = await tokens.create({ kind: 'device', bucketId: world.bucket.id, description: 'pump-1' })
    if (!made.ok || made.value.kind !== 'created') throw new Error(JSON.stringify(made))
    const { id } = made.value.row
    const before = Date.now()
    await tokens.setStatus([id], 'inactive')
    await tokens.setStatus([id], 'active')
    expect((await tokens.describe(id, 'pump-2')).ok).toBe(true)
    await tokens.setReview([id], '2031-05-01')
    await tokens.setReview([id], '2031-05-01')
    await tokens.setReview([id], null)
    const told = [
      ...['created', 'disabled-here', 'enabled-here', 'described pump-2', 'reviewed 2031-05-01'],
      'unreviewed',
    ]
    expect(await record(id)).toEqual(told)
    close()
    const { workspace } = world.run({ folder, vault })
    const found = await workspace.tokens.find(id)
    if (!found.ok) throw new Error(found.failure.code)
    const { steps } = found.value
    expect(steps.map(({ kind, detail }) => (detail === undefined ? kind : `${kind} ${detail}`))).toEqual(told)
    expect(steps.slice(1).every(({ at }) => at >= before && at <= Date.now())).toBe(true)
  })

  it('revoked, in bulk too: each one once, and what was refused not at all', async () => {
    const { session, tokens, foreign, noted } = await bench()
    const ids = await Promise.all(Array.from({ length: 20 }, foreign))
    const own = session.connection.authId ?? ''
    await tokens.setStatus([...ids, own], 'inactive')
    await tokens.revoke(ids.slice(0, 1))
    await tokens.setStatus(ids.slice(0, 1), 'active')
    expect(noted(ids[0] ?? '')).toEqual(['disabled-here', 'revoked-here'])
    expect(ids.slice(1).map(noted)).toEqual(ids.slice(1).map(() => ['disabled-here']))
    expect(noted(own)).toEqual(['stored'])
  })

  it('an answer that was lost as such, and nothing of what the server refused', async () => {
    const { world, tokens, foreign, record } = await bench()
    const id = await foreign()
    world.proxy.decide((one) => (isSwitch(one) ? 'cut-after' : 'pass'))
    expect((await tokens.setStatus([id], 'inactive')).ok).toBe(true)
    const forbidden = { status: 403, body: '{"code":"forbidden","message":"x"}' }
    world.proxy.decide((one) => (isSwitch(one) ? forbidden : 'pass'))
    await tokens.setStatus([id], 'active')
    await tokens.describe(id, 'other')
    world.proxy.decide(() => 'pass')
    expect(await record(id)).toEqual(['disabled-here unanswered'])
  })

  it('the steps of its own handover are not told twice', async () => {
    const laptop = await bench()
    const { authId } = await handedOver(laptop, 'pump-1')
    await laptop.tokens.setStatus([authId], 'inactive')
    await laptop.tokens.setStatus([authId], 'active')
    await laptop.tokens.setReview([authId], '2031-05-01')
    expect(laptop.noted(authId)).toEqual(['reviewed'])
    const steps = (await laptop.record(authId)).filter((step) => step !== 'probed')
    expect(steps.slice(-3)).toEqual(['disabled', 'enabled', 'reviewed 2031-05-01'])
  })

  it('what became of it when another token took its place, also where this laptop did not make it', async () => {
    const laptop = await bench()
    const { old, fresh } = await replacing(laptop)
    laptop.workspace.handovers.scanned(fresh.id)
    await laptop.seen(fresh.id, isOff)
    expect((await laptop.record(old.authId)).slice(-2)).toEqual(['replaced', `its-off ${fresh.authId}`])
    expect((await laptop.record(fresh.authId)).some((step) => step.startsWith('its-'))).toBe(false)
    const elsewhere = await handedOver(await laptop.world.laptop(), 'pump-2')
    await laptop.tokens.refresh()
    const next = await laptop.begin('pump-2', { replaces: [elsewhere.authId] })
    await laptop.workspace.handovers.show(next.id)
    laptop.workspace.handovers.scanned(next.id)
    await laptop.seen(next.id, isOff)
    expect(await laptop.record(elsewhere.authId)).toEqual([`its-off ${next.authId ?? ''}`])
  })

  it('a token that was made and had to be deleted', async () => {
    const { world, tokens, noted } = await bench()
    world.proxy.decide((one) => (isSwitch(one) ? down : 'pass'))
    await tokens.create({ kind: 'bucket', bucketId: world.bucket.id, description: 'grafana' })
    const removed = world.proxy.seen.filter(isRemove).map(({ path }) => path.split('/').at(-1) ?? '')
    expect(removed.map(noted)).toEqual([['withdrawn']])
  })
})

describe('a ledger that cannot note an act', () => {
  const store = createStore('00112233445566aa')
  const full: Ledger = { ...createMemoryLedger(store), noteActs: () => failed(failure('disk.full', { n: 10 })) }

  it('leaves it done: the outcome is the server’s, and the log says what is missing', async () => {
    const said: unknown[] = []
    const log = { info: (what: string, detail?: object) => said.push([what, detail]), bug: () => 'TEST' }
    const { tokens, foreign, world } = await bench({ ports: { ledger: full, log } })
    const id = await foreign()
    expect(await tokens.setStatus([id], 'inactive')).toMatchObject({ value: [{ id, result: { ok: true } }] })
    expect(await world.operator.authorization(id)).toMatchObject({ value: { status: 'inactive' } })
    expect(said).toContainEqual(['what was done to tokens is not noted', { code: 'disk.full', n: 1 }])
  })

  it('or cannot read them, still tells the rest of the record, and says so', async () => {
    const why = failure('ledger.damaged', { path: 'x', why: 'broken' })
    const ledger: Ledger = { ...createMemoryLedger(createStore('00112233445566ab')), acts: () => failed(why) }
    const laptop = await bench({ ports: { ledger } })
    const { authId } = await handedOver(laptop, 'pump-1')
    const found = await laptop.tokens.find(authId)
    expect(found).toMatchObject({ value: { row: { id: authId }, untold: why } })
    expect(found.ok && found.value.steps.length).toBeGreaterThan(3)
  })
})

describe('the connection’s own token', () => {
  it('is noted as it comes into the keychain, and as it goes', async () => {
    const { world, workspace, session, noted, ports } = await bench()
    const { id, authId: first = '', url } = session.connection
    const user = await world.user('second')
    const second = await world.mint(allAccessScope(world.bucket.orgId, user), user)
    const again = async (token: string) => {
      const signal = new AbortController().signal
      const request = { url, token, name: '', deviceUrl: '', orgId: world.bucket.orgId, plainAccepted: true }
      expect(await workspace.connect(request, signal)).toMatchObject({ value: { kind: 'connected' } })
    }
    await again(world.server.adminToken)
    expect(noted(first)).toEqual(['stored'])
    await again(second.token)
    expect([noted(first), noted(second.authorization.id)]).toEqual([['stored', 'unstored'], ['stored']])
    expect((await workspace.sessions.forget(id)).ok).toBe(true)
    expect(ports.ledger.acts(id, second.authorization.id)).toMatchObject({
      value: [{ kind: 'stored' }, { kind: 'unstored' }],
    })
  })
})
