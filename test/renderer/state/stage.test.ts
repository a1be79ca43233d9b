import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import type { HandoverView } from '../../../main/contract/views'
import { pushDone, pushSteps, stageOf, type StageFacts } from '../../../renderer/state/stage'
import { sampleHandover } from '../../support/fake-bridge'

const nothing: StageFacts = {
  handover: undefined,
  starting: undefined,
  failure: undefined,
  codeOf: undefined,
  hiddenOf: undefined,
  trouble: undefined,
}
const kind = (facts: Partial<StageFacts>) => stageOf({ ...nothing, ...facts }).kind
const of = (change: Partial<HandoverView>) => ({ handover: sampleHandover(change) })
const { id } = sampleHandover()

describe('stage', () => {
  it.each([
    ['ready', {}],
    ['creating', { starting: 'PUMP-0042' }],
    ['creating', of({ state: 'asked', activity: 'creating' })],
    ['creating', of({ activity: 'activating' })],
    ['creating', of({ active: true })],
    ['code', { ...of({ active: true }), codeOf: id }],
    ['hidden', { ...of({ active: true }), hiddenOf: id }],
    ['hidden', of({ active: true, state: 'delivered' })],
    ['hidden', of({ active: true, sealed: false })],
    ['sending', of({ delivery: 'usb', activity: 'finding' })],
    ['sending', of({ delivery: 'usb', activity: 'activating', state: 'delivered' })],
    ['creating', of({ delivery: 'usb', state: 'asked', activity: 'creating' })],
    ['data', of({ state: 'confirmed', active: true, firstDataAt: '2026-11-12T14:02:00Z' })],
    ['ready', of({ state: 'revoked' })],
    ['ready', of({ revoking: true })],
    ['failure', { failure: failure('net.offline') }],
    ['failure', of({ failure: failure('serial.busy') })],
    ['failure', { trouble: failure('keychain.locked') }],
  ] as const)('is %s for %j', (expected, facts) => {
    expect(kind(facts)).toBe(expected)
  })

  it('keeps a code on the screen through a failure', () => {
    expect(kind({ ...of({ active: true, failure: failure('perm.read') }), codeOf: id })).toBe('code')
  })

  it('does not show the failure of the try before while trying again', () => {
    expect(kind({ ...of({ failure: failure('net.offline') }), starting: 'PUMP-0042' })).not.toBe('failure')
  })

  it('offers to look again when a token was left inactive and nothing is going on', () => {
    const stage = stageOf({ ...nothing, ...of({}) })
    expect(stage.kind === 'failure' && stage.failure.code).toBe('token.unsure')
  })
})

describe('push over USB', () => {
  it('ticks its steps one after the other', () => {
    const at = (change: Partial<HandoverView>) =>
      Object.values(pushSteps(sampleHandover({ delivery: 'usb', ...change })))
    expect(at({ activity: 'finding' })).toEqual([false, false, false, false])
    expect(at({ activity: 'sending' })).toEqual([true, false, false, false])
    expect(at({ activity: 'storing' })).toEqual([true, true, false, false])
    expect(at({ activity: 'activating', state: 'delivered' })).toEqual([true, true, true, false])
    expect(at({ state: 'delivered', active: true })).toEqual([true, true, true, true])
  })

  it('is done when active, or when the activation waits for the network', () => {
    const delivered = { delivery: 'usb', state: 'delivered' } as const
    expect(pushDone(sampleHandover({ ...delivered, active: true }))).toBe(true)
    expect(pushDone(sampleHandover({ ...delivered, queued: 'activation' }))).toBe(true)
    expect(pushDone(sampleHandover({ ...delivered, activity: 'activating' }))).toBe(false)
    expect(pushDone(sampleHandover({ delivery: 'usb', activity: 'sending' }))).toBe(false)
  })
})
