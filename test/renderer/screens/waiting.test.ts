import { cleanup, screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { ok } from '../../../main/contract/result'
import type { HandoverView } from '../../../main/contract/views'
import { standingOf } from '../../../renderer/state/unfinished'
import { createFakeBridge, sampleApp, sampleHandover } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

const at = 1_794_000_000_000
const activation = sampleHandover({
  id: '1'.repeat(16),
  device: 'PUMP-1',
  state: 'delivered',
  deliveredAt: at,
  waits: { what: 'activation', since: at + 2, tries: 3, why: failure('net.timeout', { host: 'influx', n: 15 }) },
})
const revocation = sampleHandover({
  id: '2'.repeat(16),
  device: 'PUMP-2',
  revoking: true,
  waits: { what: 'revocation', since: at, tries: 0 },
})
const lookUp = sampleHandover({
  id: '3'.repeat(16),
  device: 'PUMP-3',
  state: 'asked',
  unsure: true,
  waits: { what: 'look-up', since: at + 1, tries: 1, why: failure('server.error', { host: 'influx' }) },
})

async function openHistory(...handovers: readonly HandoverView[]) {
  const window = await openWindow(createFakeBridge({ 'app.view': () => ok(sampleApp({ handovers })) }))
  window.session.dialogs.close()
  window.session.go('history')
  await window.settle()
  return window
}
const rows = () => within(screen.getByRole('region', { name: 'Waiting for the server' })).getAllByRole('listitem')

describe('what waits for the server, in History', () => {
  it('is a list in the order of the decisions: what, since when, why, how often tried', async () => {
    await openHistory(activation, revocation, lookUp)
    const texts = rows().map((row) => row.textContent.replace(/\s+/g, ' '))
    expect(texts[0]).toMatch(/PUMP-2 Revoke its token since .* Not tried in this run yet\. .*cannot be called back/)
    expect(texts[1]).toMatch(/PUMP-3 Look up whether a token exists since .* Tried 1 time: Server has a problem/)
    expect(texts[2]).toMatch(/PUMP-1 Switch its token on since .* Tried 3 times: Server did not answer/)
  })

  it('an activation can be made a revocation, a look-up discarded, a revocation only be tried again', async () => {
    const window = await openHistory(activation, revocation, lookUp)
    const buttons = rows().map((row) =>
      within(row)
        .queryAllByRole('button')
        .map((one) => one.textContent.trim()),
    )
    expect(buttons).toEqual([[], ['Discard PUMP-3'], ['Revoke PUMP-1 instead']])
    screen.getByRole('button', { name: 'Try now' }).click()
    expect(window.requests('waiting.try')).toHaveLength(1)
    screen.getByRole('button', { name: 'Revoke PUMP-1 instead' }).click()
    await window.settle()
    within(screen.getByRole('dialog')).getByRole('button', { name: 'Revoke token and cancel' }).click()
    await window.settle()
    expect(window.requests('handover.cancel')).toEqual([{ id: activation.id }])
  })

  it('is tried at once when the laptop has a network again, wherever the person is', async () => {
    const window = await openHistory(activation)
    window.session.go('hand-over')
    await window.settle()
    expect(window.requests('waiting.try')).toEqual([])
    globalThis.dispatchEvent(new Event('online'))
    expect(window.requests('waiting.try')).toHaveLength(1)
    globalThis.dispatchEvent(new Event('offline'))
    cleanup()
    globalThis.dispatchEvent(new Event('online'))
    expect(window.requests('waiting.try')).toHaveLength(1)
  })

  it('a revocation that cannot have reached the server can be called back', async () => {
    const unsent = { ...revocation, waits: { what: 'revocation', since: at, tries: 1, unsent: true } } as const
    const window = await openHistory(unsent)
    expect(rows()[0]?.textContent).toMatch(/No try has reached the server yet/)
    expect(rows()[0]?.textContent).not.toMatch(/cannot be called back/)
    screen.getByRole('button', { name: 'Keep the token of PUMP-2' }).click()
    await window.settle()
    expect(window.requests('handover.call-back')).toEqual([{ id: revocation.id }])
    expect(screen.queryByRole('heading', { name: 'Waiting for the server' })).toBeNull()
  })

  it('is not there when nothing waits, and shows a try that is under way', async () => {
    const window = await openHistory(sampleHandover({ state: 'confirmed' }))
    expect(screen.queryByRole('heading', { name: 'Waiting for the server' })).toBeNull()
    const again = { n: 2, of: 5, why: failure('server.error', { host: 'influx' }) }
    window.emit({ kind: 'handover', handover: { ...revocation, again } })
    await window.settle()
    expect(rows()[0]?.textContent).toContain('Trying again, 2 of 5: Server has a problem')
  })
})

describe('an unfinished handover says what is known, what is not and what to do', () => {
  const minted = sampleHandover({ state: 'minted' })
  it.each<[string, HandoverView, RegExp, RegExp | undefined, RegExp | undefined]>([
    ['lost answer', lookUp, /not sure whether/, /answer was lost/, /looks it up/],
    ['made', minted, /Token made/, undefined, /no device has it/],
    ['shown', { ...minted, active: true, timesShown: 1 }, /Token made/, /Code was shown/, /same code again/],
    ['sent', { ...minted, delivery: 'usb' }, /Token made/, /cut off/, /same token again/],
    ['not on', activation, /Handed over/, /cannot send yet/, /Nothing to do/],
    ['no data', { ...activation, active: true }, /Handed over/, /within 24 hours/, /Device works/],
    ['no sight', { ...activation, active: true, watchable: false }, /Handed over/, /cannot be seen/, /Device works/],
    ['ending', revocation, /to be revoked/, /may still work/, /Nothing to do/],
    ['done', sampleHandover({ state: 'confirmed' }), /Handed over/, undefined, undefined],
  ])('%s', (_name, handover, known, unknown, next) => {
    const stands = standingOf(handover)
    expect(stands.known).toMatch(known)
    for (const [said, wanted] of [
      [stands.unknown, unknown],
      [stands.next, next],
    ] as const) {
      if (wanted) expect(said).toMatch(wanted)
      else expect(said).toBeUndefined()
    }
  })
})

it('a window that comes back after a crash shows what was on its stage as unfinished', async () => {
  const left = sampleHandover({ active: true, timesShown: 1, attention: false })
  await openWindow(createFakeBridge({ 'app.view': () => ok(sampleApp({ handovers: [left] })) }))
  expect(within(screen.getByRole('dialog', { name: 'Unfinished handovers' })).getByText(/Code was shown/)).toBeTruthy()
})
