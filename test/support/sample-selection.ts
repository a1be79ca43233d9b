import type { RewordPreview } from '../../main/contract/reword'
import type { SelectionSummary } from '../../main/contract/selection-views'

/** What would become of descriptions. */
export const samplePreview = (change: Partial<RewordPreview> = {}): RewordPreview => {
  const none = { changed: 0, unchanged: 0, refused: 0, doubled: 0, gone: 0 }
  return { ...none, rows: [], doubledNames: [], ...change }
}

/** What would become of a selection; by itself, of `working` tokens of devices that have no other. */
export function sampleSummary(working: number, change: Partial<SelectionSummary> = {}): SelectionSummary {
  const off = { tokens: working, devices: working, keeping: 0, others: 0 }
  const on = { tokens: 0, devices: 0, doubled: 0, others: 0 }
  return { off, on, useless: 0, locked: 0, gone: 0, ...change }
}
