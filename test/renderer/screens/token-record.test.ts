import { fireEvent, screen, within } from '@testing-library/svelte'
import { tick } from 'svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok, type Result } from '../../../main/contract/result'
import { failureText } from '../../../main/contract/text/failures'
import { formatDate, formatExact, formatTime } from '../../../main/contract/text/format'
import { tokenActKinds } from '../../../main/contract/token-act'
import type { TokenDetails, TokenStory } from '../../../main/contract/views'
import { createFakeBridge, sampleDetails, samplePage, sampleToken } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

const at = 1_794_000_000_000

/** Opens the record of a token about which `change` is told; its section of the window. */
const record = (change: Partial<TokenDetails>) => opened({ 'tokens.find': () => ok({ ...sampleDetails(), ...change }) })

async function opened(answers: Parameters<typeof createFakeBridge>[0], row = sampleToken()) {
  const fake = createFakeBridge({ 'tokens.query': () => ok(samplePage([row])), ...answers })
  const { session, settle } = await openWindow(fake)
  session.go('tokens')
  await settle()
  await session.tokens.record.open(row)
  await settle()
  return within(screen.getByRole('region', { name: 'Token details' }))
}
const items = ({ getByRole }: Awaited<ReturnType<typeof record>>) =>
  within(getByRole('list', { name: 'What this laptop did with it' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim())

describe('the record of a token', () => {
  it('tells what this laptop did with it: handover, Tokens and the token that replaced it, with times', async () => {
    const steps = [
      { kind: 'asked', at },
      { kind: 'disabled-here', at: at + 1000 },
      { kind: 'enabled-here', at: at + 2000, unanswered: true as const },
      { kind: 'described', at: at + 3000, detail: 'Pump in the cellar' },
      { kind: 'reviewed', at: at + 4000, detail: '2031-05-01' },
      { kind: 'its-off', at: at + 5000, detail: '0a7c91f2e6b43001' },
    ]
    expect(items(await record({ steps }))).toEqual(
      [
        'Started',
        'Disabled in Tokens',
        'Enabled in Tokens - asked for, the answer was lost',
        'Description changed: Pump in the cellar',
        'Review date set: 2031-05-01',
        'Switched off: another token took its place: 0a7c91f2e6b43001',
      ].map((words, n) => `${words} ${formatExact(at + 1000 * n)}`),
    )
  })

  it('has words for every act', async () => {
    const told = items(await record({ steps: tokenActKinds.map((kind) => ({ kind, at })) }))
    expect(told).toHaveLength(tokenActKinds.length)
    for (const [n, kind] of tokenActKinds.entries()) expect(told[n]).not.toContain(`${kind} `)
  })

  it('says where nothing is noted, and where what is noted cannot be read', async () => {
    expect((await record({ steps: [] })).getByText('Nothing that this laptop did with it is noted.')).toBeTruthy()
    document.body.replaceChildren()
    const untold = failure('ledger.damaged', { path: 'x', why: 'broken' })
    const details = await record({ steps: [{ kind: 'asked', at }], untold })
    expect(items(details)).toHaveLength(1)
    expect(details.getByText(/damaged/)).toBeTruthy()
    expect(details.queryByText('Nothing that this laptop did with it is noted.')).toBeNull()
  })

  it('says when the server could not be asked, and from when it is', async () => {
    const unread = { asOf: at, failure: failure('net.offline') }
    const { getByText } = await record({ unread })
    expect(getByText(new RegExp(`from the list of ${formatTime(at)}`)).textContent).toContain(
      failureText(unread.failure).title,
    )
  })

  it('says when it was made, changed and first wrote: with seconds and zone, also in the list’s tooltips', async () => {
    const times = [2000, 4000, 6000].map((after) => new Date(at + after).toISOString())
    const [createdAt = '', firstDataAt = '', updatedAt = ''] = times
    const row = { ...sampleToken(), createdAt, firstDataAt, updatedAt }
    const details = await opened(
      { 'tokens.query': () => ok(samplePage([row])), 'tokens.find': () => ok(sampleDetails(row)) },
      row,
    )
    const written = times.map(formatExact)
    for (const exact of written) expect(details.getByText(exact).closest('dd')).toBeTruthy()
    const shown = within(screen.getByRole('grid')).getAllByText(formatDate(at))
    expect(shown.map((one) => one.closest('time')?.title)).toEqual(['', '', ''])
    const pointedAt: unknown[] = []
    for (const one of shown) {
      const time = one.closest('time')
      if (time) await fireEvent.pointerEnter(time)
      pointedAt.push(time?.title)
    }
    expect(pointedAt).toEqual(written)
  })

  it('names its address and its owner’s, as text that can be copied', async () => {
    const { getByText } = await record({})
    const { links } = sampleDetails()
    for (const address of [links.self, links.user]) expect(getByText(address).closest('a')).toBeNull()
    expect(getByText('Owner’s address')).toBeTruthy()
  })
})

describe('a token that is gone from the server', () => {
  const gone = (answer: () => Result<TokenStory>) =>
    opened({ 'tokens.find': () => failed(failure('token.gone')), 'tokens.story': answer })

  it('has nothing left to press but Close details, and what this laptop did with it', async () => {
    const steps = [
      { kind: 'asked', at },
      { kind: 'revoked-here', at: at + 1000 },
    ]
    const details = await gone(() => ok({ steps, device: 'PUMP-0042' }))
    expect(details.getByText('The server has no token with this ID.')).toBeTruthy()
    expect(details.getByText('PUMP-0042')).toBeTruthy()
    expect(details.getAllByRole('button').map(({ textContent }) => textContent.trim())).toEqual(['Close details'])
    expect(items(details)).toEqual([`Started ${formatExact(at)}`, `Revoked in Tokens ${formatExact(at + 1000)}`])
    details.getByRole('button', { name: 'Close details' }).click()
    await tick()
    expect(screen.queryByRole('region', { name: 'Token details' })).toBeNull()
  })

  it('is said to be gone also where nothing can be told of it', async () => {
    const { getByText, queryByText } = await gone(() => failed(failure('cancelled')))
    expect(getByText('The server has no token with this ID.')).toBeTruthy()
    expect(queryByText('Nothing that this laptop did with it is noted.')).toBeNull()
  })
})
