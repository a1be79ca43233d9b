import { fireEvent, screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok, type Result } from '../../../main/contract/result'
import type { CodeView } from '../../../main/contract/views'
import { createFakeBridge, darkModules, sampleCode, sampleHandover } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

const { id } = sampleHandover()

async function waitForCode() {
  let answer: (reply: Result<CodeView>) => void = () => {}
  const fake = createFakeBridge({ 'handover.show': () => new Promise((resolve) => (answer = resolve)) })
  const window = await openWindow(fake)
  window.session.form.device = 'PUMP-0042'
  void window.session.running.create()
  await window.settle()
  expect(screen.getByRole('heading', { name: 'Creating a token for PUMP-0042' })).toBeTruthy()
  return { ...window, reply: (reply: Result<CodeView>) => answer(reply) }
}

describe('a code that is late', () => {
  it('is hidden when another window came to the front meanwhile, and can be shown after all', async () => {
    const window = await waitForCode()
    const late = sampleCode(id)
    await fireEvent.blur(globalThis.window)
    window.reply(ok(late))
    await window.settle()
    expect(screen.getByRole('heading', { name: 'Code hidden' })).toBeTruthy()
    expect(darkModules(late)).toBe(0)
    window.answer('handover.show', () => ok(sampleCode(id)))
    screen.getByRole('button', { name: 'Show code again' }).click()
    await window.settle()
    expect(screen.getByRole('heading', { name: 'Show this code to PUMP-0042' })).toBeTruthy()
  })

  it('is hidden when another page was opened meanwhile', async () => {
    const window = await waitForCode()
    window.session.go('history')
    window.session.go('hand-over')
    await window.settle()
    expect(screen.getByText('It was hidden because another page was opened.')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Show code again' })).toBeTruthy()
  })

  it('is hidden, not failed, when main refuses it to a window in the background', async () => {
    const window = await waitForCode()
    window.reply(failed(failure('cancelled')))
    await window.settle()
    expect(screen.getByRole('heading', { name: 'Code hidden' })).toBeTruthy()
    expect(screen.queryByRole('heading', { name: 'Stopped' })).toBeNull()
  })

  it('is not asked for by a page that is not the one to show it', async () => {
    const window = await openWindow(createFakeBridge({ 'handover.start': () => new Promise(() => {}) }))
    window.session.form.device = 'PUMP-0042'
    void window.session.running.create()
    window.session.go('history')
    window.emit({ kind: 'handover', handover: sampleHandover({ active: true }) })
    await window.settle()
    expect(window.requests('handover.show')).toHaveLength(0)
    expect(window.session.code.hidden).toEqual({ handover: id, reason: 'page' })
  })
})
