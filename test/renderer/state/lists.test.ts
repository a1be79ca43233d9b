import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { byDay, fits } from '../../../renderer/state/history.svelte'
import { statusOf } from '../../../renderer/state/status'
import { sampleHandover } from '../../support/fake-bridge'

const noon = new Date(2026, 10, 12, 12).getTime()
const day = 86_400_000

describe('history', () => {
  it('is grouped by local day', () => {
    const at = (askedAt: number) => sampleHandover({ askedAt })
    const groups = byDay([at(noon), at(noon - 1), at(noon - day), at(noon - 3 * day)], noon)
    expect(groups.map(({ title, handovers }) => [title, handovers.length])).toEqual([
      ['Today', 2],
      ['Yesterday', 1],
      ['Monday, 9 November 2026', 1],
    ])
  })

  it('is searched without regard to spaces and case', () => {
    const handover = sampleHandover({ authId: '0a7c91f2e6b43000' })
    for (const search of ['pump', '0A7C 91F2', 'north', ' ']) expect(fits(handover, search)).toBe(true)
    expect(fits(handover, 'PUMP-00421')).toBe(false)
  })

  it('has a shape and a word for every result', () => {
    expect(statusOf(sampleHandover({ state: 'confirmed', confirmedBy: 'data' }))).toEqual({
      icon: 'tick',
      tone: 'ok',
      text: 'First data arrived',
    })
    expect(statusOf(sampleHandover({ state: 'delivered' })).text).toBe('Waiting for first data')
    expect(statusOf(sampleHandover({ state: 'delivered', watchable: false })).text).toBe('Handed over')
    expect(statusOf(sampleHandover({ failure: failure('serial.busy') })).text).toBe('USB port is in use')
    expect(statusOf(sampleHandover({ state: 'asked', unsure: true })).tone).toBe('warn')
  })
})
