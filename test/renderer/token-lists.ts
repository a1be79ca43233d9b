import { fireEvent, screen } from '@testing-library/svelte'
import { ok } from '../../main/contract/result'
import type { RiskKind } from '../../main/contract/token-query'
import type { TokenRow } from '../../main/contract/views'
import { createFakeBridge, samplePage, sampleReport, sampleToken, type FakeBridge } from '../support/fake-bridge'
import { openSession, openWindow, type OpenWindow } from './open-window'

/** The ID of the token at `index`. */
export const idOf = (index: number) => (index + 1).toString(16).padStart(16, '0')

/** `total` tokens of the devices dev-0, dev-1 and so on. */
export const tokenList = (
  total: number,
  change: (index: number) => Partial<TokenRow> = () => ({}),
): readonly TokenRow[] =>
  Array.from({ length: total }, (_, index) =>
    sampleToken({ id: idOf(index), device: `dev-${index}`, ...change(index) }),
  )

function keeping(rows: readonly TokenRow[]): FakeBridge {
  return createFakeBridge({
    'tokens.query': ({ from, count }) =>
      ok({ ...samplePage(rows), rows: rows.slice(from, from + count), asOf: 1_794_000_000_000 }),
  })
}

/** A session without components whose main keeps `rows`. */
export const listing = (rows: readonly TokenRow[]): OpenWindow => openSession(keeping(rows))

/** The Tokens screen over `rows`, old enough for Enter. */
export async function openTokens(rows: readonly TokenRow[]): Promise<OpenWindow> {
  const window = await openWindow(keeping(rows))
  window.session.go('tokens')
  await window.settle()
  window.timers.pass(500)
  return window
}

/** Where the focus is, as row:column. */
export function focusedPlace(): string | undefined {
  const cell = document.activeElement?.closest<HTMLElement>('[data-column]')
  const row = cell?.closest<HTMLElement>('[data-row]')
  return cell && row ? `${row.dataset['row']}:${cell.dataset['column']}` : undefined
}

/** Finds a cell within the grid. */
export const cellAt = (row: number, column: number) => `[data-row="${row}"] > [data-column="${column}"]`

/** Presses a key where the focus is. */
export async function pressKey(window: OpenWindow, key: string, held: KeyboardEventInit = {}) {
  await fireEvent.keyDown(document.activeElement ?? document.body, { key, ...held })
  await window.settle()
}

/** Devices of the selected tokens. */
export const chosenDevices = ({ session }: OpenWindow) => session.tokens.selection.list.map(({ device }) => device)

/** The risk report about `rows`, which share one risk. */
export async function openReport(rows: readonly TokenRow[], kind: RiskKind): Promise<OpenWindow> {
  const window = await openWindow(
    createFakeBridge({
      'report.risks': () => ok(sampleReport(rows, kind)),
      'tokens.query': ({ from, count }) => ok({ ...samplePage(rows), rows: rows.slice(from, from + count) }),
    }),
  )
  window.session.go('tokens')
  await window.settle()
  screen.getByRole('button', { name: 'Risk report' }).click()
  await window.settle()
  window.timers.pass(500)
  return window
}
