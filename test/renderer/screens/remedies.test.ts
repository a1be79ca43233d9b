import { screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { riskKinds, type RiskKind } from '../../../main/contract/token-query'
import { sampleToken } from '../../support/fake-bridge'
import { idOf, openReport, tokenList } from '../token-lists'

describe('the remedy of each risk', () => {
  const inDevice: readonly RiskKind[] = ['owner-inactive', 'too-wide', 'reads-too', 'bucket-deleted']
  const useless: readonly RiskKind[] = ['owner-inactive', 'bucket-deleted', 'left-behind', 'inactive-long']
  const button = (name: RegExp) => screen.queryByRole('button', { name })

  it.each(riskKinds)('%s: one click against the token itself', async (kind) => {
    const window = await openReport(tokenList(1), kind)
    const acts = useless.includes(kind) ? /^Revoke dev-0: / : /^Disable dev-0: /
    button(acts)?.click()
    await window.settle()
    const asked = screen.queryByRole('dialog', { name: 'Revoke 1 token?' })
    expect(asked !== null).toBe(useless.includes(kind))
    const disabled = useless.includes(kind) ? [] : [{ ids: [idOf(0)], status: 'inactive' }]
    expect(window.requests('tokens.set-status')).toEqual(disabled)
  })

  it.each(riskKinds)('%s: a new token for the device, where that is the way out', async (kind) => {
    const window = await openReport(tokenList(1), kind)
    const replace = button(/^Replace token dev-0: /)
    expect(replace !== null).toBe(inDevice.includes(kind))
    if (replace === null) return
    replace.click()
    await window.settle()
    expect(window.session.app.screen).toBe('hand-over')
    screen.getByRole('button', { name: 'Create token' }).click()
    await window.settle()
    expect(window.requests('handover.start')).toMatchObject([{ device: 'dev-0', replaces: [idOf(0)] }])
  })

  it.each(['too-wide', 'bucket-deleted'] as const)('%s: no new token where no device is known', async (kind) => {
    const { device: _none, ...foreign } = tokenList(1)[0] ?? sampleToken()
    await openReport([foreign], kind)
    expect(button(/^Replace token/)).toBeNull()
    expect(button(/^(Disable|Revoke) /)).not.toBeNull()
  })
})
