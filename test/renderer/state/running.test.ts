import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok, type Result } from '../../../main/contract/result'
import type { StartReply } from '../../../main/contract/views'
import { sampleHandover } from '../../support/fake-bridge'
import { openSession } from '../open-window'

const active = sampleHandover({ active: true })

async function ready() {
  const window = openSession()
  window.session.start()
  await window.settle()
  window.session.form.device = active.device
  return { ...window.session, ...window }
}

describe('a handover by QR code', () => {
  it('asks once and shows the code as soon as the token is active', async () => {
    const { running, code, requests } = await ready()
    await Promise.all([running.create(), running.create()])
    expect(requests('handover.start')).toEqual([
      { device: 'PUMP-0042', bucketId: 'b'.repeat(16), delivery: 'qr', keepBoth: false },
    ])
    expect(running.stage.kind).toBe('code')
    expect(code.shown?.handover).toBe(active.id)
    expect(requests('handover.show')).toHaveLength(1)
  })

  it('follows the events of its own handover before the answer comes', async () => {
    const { running, answer, emit, requests, settle } = await ready()
    let reply: (reply: Result<StartReply>) => void = () => {}
    answer('handover.start', () => new Promise((resolve) => (reply = resolve)))
    const creating = running.create()
    emit({ kind: 'handover', handover: sampleHandover({ state: 'asked', activity: 'creating' }) })
    expect([running.currentId, running.creating]).toEqual([active.id, true])
    emit({ kind: 'handover', handover: active })
    await settle()
    reply(ok({ kind: 'started', handover: active }))
    await creating
    expect(requests('handover.show')).toHaveLength(1)
  })

  it('does not take another device for its own', async () => {
    const { running, answer, emit } = await ready()
    answer('handover.start', () => new Promise(() => {}))
    void running.create()
    emit({ kind: 'handover', handover: sampleHandover({ device: 'PUMP-0043' }) })
    expect(running.currentId).toBeUndefined()
  })

  it('notes Scanned, hides the code and empties the form', async () => {
    const { running, code, form, requests } = await ready()
    await running.create()
    await running.scanned()
    expect(requests('handover.scanned')).toEqual([{ id: active.id }])
    expect([code.shown, form.device, running.stage.kind]).toEqual([undefined, '', 'ready'])
  })

  it('hides the code when data arrives and offers the next device', async () => {
    const { running, code, emit, settle } = await ready()
    await running.create()
    await settle()
    expect(code.shown).toBeDefined()
    emit({ kind: 'handover', handover: { ...active, state: 'confirmed', firstDataAt: '2026-11-12T14:02:00Z' } })
    expect([code.shown, running.stage.kind]).toEqual([undefined, 'data'])
  })

  it('never shows a code that is drawn after the data arrived', async () => {
    const { running, code, emit, settle } = await ready()
    await running.create()
    emit({ kind: 'handover', handover: { ...active, state: 'confirmed', firstDataAt: '2026-11-12T14:02:00Z' } })
    await settle()
    expect([code.shown, running.stage.kind]).toEqual([undefined, 'data'])
  })

  it('drops the answer to a handover that was given up', async () => {
    const { running, answer } = await ready()
    let reply: (reply: Result<StartReply>) => void = () => {}
    answer('handover.start', () => new Promise((resolve) => (reply = resolve)))
    const creating = running.create()
    running.release()
    reply(ok({ kind: 'started', handover: active }))
    await creating
    expect([running.currentId, running.stage.kind]).toEqual([undefined, 'ready'])
  })
})

describe('what stands in the way', () => {
  it('is asked about when the device has a token', async () => {
    const { running, answer, dialogs, requests } = await ready()
    answer('handover.start', () => ok({ kind: 'duplicate', tokens: [] }))
    await running.create()
    expect(dialogs.current?.kind).toBe('duplicate')
    answer('handover.start', () => ok({ kind: 'started', handover: active }))
    await running.create({ keepBoth: true })
    expect(requests('handover.start').map(({ keepBoth }) => keepBoth)).toEqual([false, true])
  })

  it('is said at the field when the Device ID cannot be used', async () => {
    const { running, answer, form } = await ready()
    answer('handover.start', () => failed(failure('input.device')))
    await running.create()
    expect(form.deviceError).toMatch(/^Use 1 to 64 letters/)
    expect(running.stage.kind).toBe('ready')
    answer('handover.start', () => failed(failure('input.device', { pattern: 'PUMP-####' })))
    await running.create()
    expect(form.deviceError).toBe('This ID does not fit the pattern PUMP-####. It can be changed in Settings.')
    expect(running.stage.kind).toBe('ready')
  })

  it.each([
    ['bucket', { bucketId: '' }],
    ['device', { device: ' ' }],
    ['port', { delivery: 'usb', port: '' }],
  ] as const)('is a missing %s, which gets the focus', async (field, change) => {
    const { running, form, requests } = await ready()
    Object.assign(form, change)
    await running.create()
    expect(form.focus.field).toBe(field)
    expect(requests('handover.start')).toHaveLength(0)
  })

  it('is tried again with the same handover once there is one', async () => {
    const { running, answer, requests, actOnStage } = await ready()
    const stuck = sampleHandover({ failure: failure('net.timeout') })
    answer('handover.start', () => ok({ kind: 'started', handover: stuck }))
    await running.create()
    expect(running.stage.kind).toBe('failure')
    actOnStage('retry', failure('net.timeout'))
    expect(requests('handover.continue')).toEqual([{ id: stuck.id, delivery: 'qr' }])
  })

  it('is begun anew when the server made nothing', async () => {
    const { running, answer, requests, actOnStage } = await ready()
    answer('handover.start', () => failed(failure('perm.create')))
    await running.create()
    actOnStage('retry', failure('perm.create'))
    expect(requests('handover.start')).toHaveLength(2)
  })

  it('goes on by QR code with the same token when the cable fails', async () => {
    const { running, answer, form, requests, actOnStage } = await ready()
    form.delivery = 'usb'
    form.port = '/dev/ttyACM0'
    const stuck = sampleHandover({ delivery: 'usb', failure: failure('serial.busy') })
    answer('handover.start', () => ok({ kind: 'started', handover: stuck }))
    await running.create()
    actOnStage('show-qr', failure('serial.busy'))
    expect(requests('handover.continue')).toEqual([{ id: stuck.id, delivery: 'qr' }])
  })

  it('says that the network is slow after 5 s', async () => {
    const { running, answer, timers, announcer } = await ready()
    answer('handover.start', () => new Promise(() => {}))
    void running.create()
    timers.pass(299)
    expect(running.waited).toBe('short')
    timers.pass(1)
    expect([running.waited, announcer.status]).toEqual(['text', 'Creating a token for PUMP-0042.'])
    timers.pass(4700)
    expect(running.waited).toBe('slow')
  })
})

describe('typing a Device ID', () => {
  it('prepares at once, then at most every 10 s', async () => {
    const { form, timers, requests } = await ready()
    form.typed()
    form.typed()
    timers.pass(9_999)
    form.typed()
    expect(requests('handover.prepare')).toHaveLength(1)
    timers.pass(1)
    form.typed()
    expect(requests('handover.prepare')).toHaveLength(2)
  })
})
