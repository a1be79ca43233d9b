import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok, type Result } from '../../../main/contract/result'
import type { CodeView } from '../../../main/contract/views'
import { Code } from '../../../renderer/state/code.svelte'
import { createFakeBridge, darkModules, sampleCode } from '../../support/fake-bridge'
import { createManualTimers } from '../../support/manual-timers'

const id = '1'.repeat(16)

async function shownCode(hidesIn = 60_000) {
  const fake = createFakeBridge()
  const timers = createManualTimers()
  const view = sampleCode(id, hidesIn)
  fake.answer('handover.show', () => ok(view))
  const code = new Code(fake.bridge, timers)
  expect(await code.show(id)).toBeUndefined()
  return { fake, timers, view, code }
}

describe('code on the screen', () => {
  it('counts down in whole seconds', async () => {
    const { code, timers } = await shownCode()
    expect([code.secondsLeft, code.totalSeconds]).toEqual([60, 60])
    timers.pass(18_000)
    expect(code.secondsLeft).toBe(42)
  })

  it('hides itself at the end, wipes the modules and tells main', async () => {
    const { code, timers, view, fake } = await shownCode()
    timers.pass(60_000)
    expect(code.shown).toBeUndefined()
    expect(darkModules(view)).toBe(0)
    expect(code.hidden).toEqual({ handover: id, reason: 'time' })
    expect(fake.requests('handover.hide')).toHaveLength(1)
  })

  it('does not tell main what main said', async () => {
    const { code, view, fake } = await shownCode()
    code.hide('lock', false)
    expect(darkModules(view)).toBe(0)
    expect(fake.requests('handover.hide')).toHaveLength(0)
  })

  it('stops its countdown once hidden', async () => {
    const { code, timers } = await shownCode()
    code.hide('asked')
    timers.pass(120_000)
    expect(code.hidden?.reason).toBe('asked')
  })

  it('leaves full screen on the way out', async () => {
    const { code, fake } = await shownCode()
    code.setFullScreen(true)
    code.hide('blur')
    expect(fake.requests('window.full-screen')).toEqual([{ on: true }, { on: false }])
  })

  it('wipes unseen a code that comes after it was given up', async () => {
    const fake = createFakeBridge()
    const view = sampleCode(id)
    let answer: (reply: Result<CodeView>) => void = () => {}
    fake.answer('handover.show', () => new Promise((resolve) => (answer = resolve)))
    const code = new Code(fake.bridge, createManualTimers())
    const showing = code.show(id)
    code.hide('page')
    answer(ok(view))
    await showing
    expect(code.shown).toBeUndefined()
    expect(darkModules(view)).toBe(0)
    expect(fake.requests('handover.hide')).toHaveLength(1)
  })

  it('gives back why it cannot be shown', async () => {
    const fake = createFakeBridge({ 'handover.show': () => failed(failure('keychain.seal-lost')) })
    const code = new Code(fake.bridge, createManualTimers())
    expect((await code.show(id))?.code).toBe('keychain.seal-lost')
    expect(code.shown).toBeUndefined()
  })

  it('wipes the code before when it is shown again', async () => {
    const { code, fake, view } = await shownCode()
    fake.answer('handover.show', () => ok(sampleCode(id)))
    await code.show(id)
    expect(darkModules(view)).toBe(0)
    expect(code.shown).toBeDefined()
  })
})

describe('a code that main holds back', () => {
  it.each(['blur', 'page', 'minimise'] as const)('counts as hidden when it is given up: %s', async (reason) => {
    const fake = createFakeBridge({ 'handover.show': () => new Promise(() => {}) })
    const code = new Code(fake.bridge, createManualTimers())
    void code.show(id)
    code.hide(reason)
    expect(code.hidden).toEqual({ handover: id, reason })
  })

  it('counts as hidden when main answers that another window is in front', async () => {
    const fake = createFakeBridge({ 'handover.show': () => failed(failure('cancelled')) })
    const code = new Code(fake.bridge, createManualTimers())
    expect(await code.show(id)).toBeUndefined()
    expect([code.shown, code.hidden]).toEqual([undefined, { handover: id, reason: 'blur' }])
  })

  it('is not hidden once more by the way out after its answer came', async () => {
    const { code } = await shownCode()
    code.hide('time')
    code.hide('page')
    expect(code.hidden?.reason).toBe('time')
  })
})
