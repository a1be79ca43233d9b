import { screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import type { ExaminedView } from '../../../main/contract/examined-view'
import { failure } from '../../../main/contract/failure'
import { done, failed, ok } from '../../../main/contract/result'
import type { HandoverView } from '../../../main/contract/views'
import { createFakeBridge, sampleApp, sampleHandover } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

const at = 1_794_000_000_000
const well: ExaminedView = {
  at,
  server: { kind: 'reached' },
  token: { kind: 'active' },
  bucket: { kind: 'there' },
}
const none = failure('data.none', { n: 1440, id: 'PUMP-0042' })
const silent = { state: 'delivered', active: true, timesShown: 1, deliveredAt: at } as const

/** The window with one handover whose device never sent anything. */
async function openWith(change: Partial<HandoverView>, found: Partial<ExaminedView> = {}) {
  const handover = sampleHandover({ ...silent, attention: true, failure: none, ...change })
  const { failure: _settled, ...calm } = handover
  const window = await openWindow(
    createFakeBridge({
      'app.view': () => ok(sampleApp({ handovers: [handover] })),
      'handover.examine': () => ok({ ...well, ...found }),
      'handover.continue': () => ok(calm),
      'handover.start': () => ok({ kind: 'started', handover }),
    }),
  )
  window.session.dialogs.close()
  const press = async (name: string | RegExp) => {
    screen.getByRole('button', { name }).click()
    await window.settle()
  }
  const inHistory = async () => {
    window.session.go('history')
    await window.settle()
    return within(screen.getByRole('region', { name: 'What can be checked from here' }))
  }
  const onStage = async () => {
    Object.assign(window.session.form, { device: 'PUMP-0042', delivery: 'qr' })
    void window.session.running.create()
    await window.settle()
    return within(screen.getByRole('region', { name: 'What can be checked from here' }))
  }
  return { ...window, handover, press, inHistory, onStage }
}

describe('a device that never sent data, in History', () => {
  it('is looked at by itself, in plain words, and its code can be shown again', async () => {
    const { inHistory, press, requests, handover, session } = await openWith({})
    const block = await inHistory()
    for (const words of ['The server answers.', 'The token is active.', 'The bucket is there.']) {
      expect(block.getByText(words)).toBeTruthy()
    }
    expect(block.getByText(/What the device was told cannot be seen from here/)).toBeTruthy()
    expect(requests('handover.examine')).toEqual([{ id: handover.id }])
    expect(screen.queryByRole('button', { name: 'Replace token' })).toBeNull()
    await press('Show code again')
    expect(requests('handover.continue')).toEqual([{ id: handover.id, delivery: 'qr' }])
    expect(requests('handover.show')).toEqual([{ id: handover.id }])
    expect(session.app.screen).toBe('hand-over')
  })

  it.each([
    [{ token: { kind: 'gone' } }, 'Somebody revoked the token: the device needs a new one.'],
    [
      { bucket: { kind: 'deleted' } },
      'The bucket was deleted: the token writes nowhere, and a new bucket needs a new token.',
    ],
  ] as const)('leads to a new token where the old one cannot help: %o', async (found, words) => {
    const { inHistory, press, session, handover } = await openWith({}, found)
    expect((await inHistory()).getByText(words)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Show code again' })).toBeNull()
    await press('Replace token')
    expect(session.form.replaces).toEqual({ device: 'PUMP-0042', ids: [handover.authId] })
  })

  it('leads to a new token where nothing is left to show', async () => {
    const { inHistory } = await openWith({ sealed: false })
    await inHistory()
    expect(screen.getByRole('button', { name: 'Replace token' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Show code again' })).toBeNull()
  })

  it('can have its token switched on again, and looks once more', async () => {
    const { inHistory, press, requests, answer, handover } = await openWith({}, { token: { kind: 'inactive' } })
    const block = await inHistory()
    expect(block.getByText(/Somebody switched the token off/)).toBeTruthy()
    answer('tokens.set-status', ({ ids }) => ok(ids.map((id) => ({ id, result: done }))))
    answer('handover.examine', () => ok(well))
    await press('Enable token')
    expect(requests('tokens.set-status')).toEqual([{ ids: [handover.authId], status: 'active' }])
    expect(requests('handover.examine')).toHaveLength(2)
    expect(block.getByText('The token is active.')).toBeTruthy()
  })

  it('says why its token could not be switched on', async () => {
    const { inHistory, press, answer } = await openWith({}, { token: { kind: 'inactive' } })
    const block = await inHistory()
    answer('tokens.set-status', () => failed(failure('net.refused', { host: 'influx.example', port: 443 })))
    await press('Enable token')
    expect(block.getByText(/nothing answers on port 443/)).toBeTruthy()
  })

  it('claims nothing while the server is away, and asks again when told', async () => {
    const away = failure('net.refused', { host: 'influx.example', port: 443 })
    const unknown = { kind: 'unknown' } as const
    const { inHistory, press, requests, answer } = await openWith(
      {},
      { server: { kind: 'unknown', failure: away }, token: unknown, bucket: unknown },
    )
    const block = await inHistory()
    expect(block.getByText(/The server cannot be reached/).textContent).toContain('Nothing answers there')
    expect(block.getByText('Whether the token is active could not be asked.')).toBeTruthy()
    answer('handover.examine', () => failed(failure('keychain.locked')))
    await press('Check again')
    expect(requests('handover.examine')).toHaveLength(2)
    expect(block.getByText(/the keychain needs your password/)).toBeTruthy()
  })

  it('is looked at only on demand while it may still be starting up', async () => {
    const { inHistory, press, requests, session } = await openWith({ attention: false })
    void session.history.open(sampleHandover().id)
    await inHistory()
    expect(requests('handover.examine')).toEqual([])
    await press('Check from here')
    expect(requests('handover.examine')).toHaveLength(1)
  })
})

describe('a device that never sent data, on the stage', () => {
  it('is looked at by itself, and shows its code again', async () => {
    const { onStage, press, requests, handover } = await openWith({})
    expect((await onStage()).getByText('The token is active.')).toBeTruthy()
    await press(/^Show code again/)
    expect(requests('handover.show')).toEqual([{ id: handover.id }])
  })

  it('gets a new token where the old one is gone', async () => {
    const { onStage, press, requests, handover } = await openWith({}, { token: { kind: 'gone' } })
    await onStage()
    await press(/^Replace token/)
    expect(requests('handover.show')).toEqual([])
    expect(requests('handover.start').at(-1)).toMatchObject({ device: 'PUMP-0042', replaces: [handover.authId] })
  })
})
