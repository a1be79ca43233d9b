import type { Failure } from '../contract/failure'
import { reworded, type Reword, type RewordPreview, type RewordRow } from '../contract/reword'
import { redescribed } from '../domain/redescribe'
import type { TokenEntry } from './token-entries'
import type { TokenTable } from './token-table'

/** Rows of each sort that are shown. */
const shown = 4
/** Characters of a description that are shown; foreign ones may have any length. */
const longest = 300
const namesShown = 3

/** A description to be written: the text before Fieldkey's mark as it was seen, and what it is to be. */
export interface NewDescription {
  readonly id: string
  readonly from: string
  readonly to: string
}

/** Tells what the descriptions of the tokens of `ids` would become, as far as the list knows; writes nothing. */
export function previewReword(table: TokenTable, ids: readonly string[], how: Reword, pattern: string): RewordPreview {
  const wanted = new Set(ids)
  const chosen = table.entries.filter(({ authorization }) => wanted.has(authorization.id))
  const changes = new Map<TokenEntry, string>()
  const refusals: RewordRow[] = []
  for (const entry of chosen) {
    const { authorization, text } = entry
    const to = reworded(text, how)
    if (to === text) continue
    const whole = redescribed(authorization, to, pattern)
    if (whole.ok) changes.set(entry, to)
    else
      refusals.push({
        ...rowOf(entry, to),
        refused: refusalOf(whole.failure),
      })
  }
  const doubled = doubledBy(changes, table)
  return {
    changed: changes.size,
    unchanged: chosen.length - changes.size - refusals.length,
    refused: refusals.length,
    rows: [...[...changes].slice(0, shown).map(([entry, to]) => rowOf(entry, to)), ...refusals.slice(0, shown)],
    doubled: doubled.length,
    doubledNames: doubled.slice(0, namesShown),
    gone: wanted.size - chosen.length,
  }
}

function refusalOf({ code, params }: Failure): NonNullable<RewordRow['refused']> {
  if (code !== 'input.device') return 'input.description'
  return params['pattern'] === undefined ? 'input.device' : 'pattern'
}

function rowOf({ authorization, text }: TokenEntry, to: string): RewordRow {
  return {
    id: authorization.id,
    from: text.slice(0, longest),
    to: to.slice(0, longest),
  }
}

/** Devices of which live tokens come together that are of different devices now. */
function doubledBy(changes: ReadonlyMap<TokenEntry, string>, table: TokenTable): readonly string[] {
  /** For each device as it then is called, the one it is now. */
  const now = new Map<string, string>()
  const doubled = new Set<string>()
  for (const entry of table.entries) {
    const { device, authorization } = entry
    if (device === undefined || authorization.status !== 'active') continue
    const then = changes.get(entry) ?? device
    const other = now.get(then)
    if (other === undefined) now.set(then, device)
    else if (other !== device) doubled.add(then)
  }
  return [...doubled]
}
