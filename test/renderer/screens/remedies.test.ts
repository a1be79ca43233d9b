import { screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { text } from '../../../main/contract/text/text'
import { riskKinds, type RiskKind } from '../../../main/contract/token-query'
import { remedies } from '../../../renderer/screens/risks/remedies'
import { riskyRows } from '../../support/risky-rows'
import { openReport } from '../token-lists'

describe('the remedy of each risk', () => {
  const inDevice: readonly RiskKind[] = ['owner-inactive', 'bucket-deleted']
  const useless: readonly RiskKind[] = [...inDevice, 'left-behind', 'inactive-long']
  const button = (name: RegExp) => screen.queryAllByRole('button', { name })[0]

  it.each(riskKinds)('%s: one click against the token itself', async (kind) => {
    const rows = riskyRows(kind)
    expect(rows.every(({ risks }) => risks.includes(kind))).toBe(true)
    const window = await openReport(rows, kind)
    const acts = useless.includes(kind) ? /^Revoke dev-0\b/ : /^Disable dev-0\b/
    button(acts)?.click()
    await window.settle()
    const asked = screen.queryByRole('dialog', { name: 'Revoke 1 token?' })
    expect(asked !== null).toBe(useless.includes(kind))
    const disabled = useless.includes(kind) ? [] : [{ ids: [rows[0]?.id], status: 'inactive' }]
    expect(window.requests('tokens.set-status')).toEqual(disabled)
  })

  it.each(riskKinds)('%s: a new token for the device, where that is the way out', async (kind) => {
    const rows = riskyRows(kind)
    const window = await openReport(rows, kind)
    const replace = button(/^Replace token dev-0: /)
    expect(replace !== undefined).toBe(inDevice.includes(kind))
    // Nothing promises what no token can have.
    expect(remedies[kind].replace === true).toBe(replace !== undefined)
    if (replace === undefined) {
      expect(text.reports.risks[kind].why).not.toMatch(/\breplace\b/i)
      return
    }
    replace.click()
    await window.settle()
    expect(window.session.app.screen).toBe('hand-over')
    screen.getByRole('button', { name: 'Create token' }).click()
    await window.settle()
    expect(window.requests('handover.start')).toMatchObject([{ device: 'dev-0', replaces: [rows[0]?.id] }])
  })

  it.each(['owner-inactive', 'bucket-deleted'] as const)('%s: no new token where no device is known', async (kind) => {
    const foreign = riskyRows(kind).map(({ device: _none, ...row }) => row)
    await openReport(foreign, kind)
    expect(button(/^Replace token/)).toBeUndefined()
    expect(button(/^Revoke /)).toBeDefined()
  })
})
