import type { Sheet } from '../domain/sheet'
import { accessText } from '../contract/text/access-text'
import { text } from '../contract/text/text'
import type { RiskGroup } from '../contract/risk-views'
import type { Incomplete, TokenRow } from '../contract/token-views'
import type { Connection } from '../ports/ledger'

/** The risk report as it leaves the window: everything the list shows, times in UTC, and never a token's text. */
export function riskSheet(groups: readonly RiskGroup[], of: SheetOrigin): Sheet {
  const words = text.reports
  const { risk, ...columns } = words.columns
  return {
    title: words.title,
    notes: originNotes(of),
    by: risk,
    columns: Object.values(columns),
    sections: groups.map(({ kind, total, rows }) => {
      const { title, why } = words.risks[kind]
      return { title: title, note: `${words.toGroup(title, total)}. ${why}`, rows: rows.map(cells) }
    }),
    nothing: words.nothing,
  }
}

/** Where the rows of a report come from. */
export interface SheetOrigin {
  readonly connection: Connection | undefined
  /** Milliseconds. */
  readonly asOf: number
  readonly incomplete: Incomplete
}

/** The lines below a report's title. */
export function originNotes({ connection, asOf, incomplete }: SheetOrigin): readonly string[] {
  const words = text.reports
  return [
    ...(connection ? [words.of(connection.name, new URL(connection.url).host, connection.org)] : []),
    words.asOf(isoTime(asOf)),
    ...(incomplete ? [text.tokens.incomplete[incomplete]] : []),
  ]
}

/** A time as exports have it: ISO 8601, UTC, whole seconds; what cannot be read as a time is given back as it is. */
export function isoTime(moment: number | string | undefined): string {
  if (moment === undefined) return ''
  const at = new Date(moment)
  return Number.isNaN(at.getTime()) ? String(moment) : at.toISOString().replace(/\.\d+Z$/, 'Z')
}

function cells(row: TokenRow): readonly string[] {
  const words = text.tokens
  const more = row.accessCount - row.access.length
  const access = [...row.access.map(accessText), ...(more > 0 ? [words.accessMore(more)] : [])]
  return [
    row.device ?? (row.description || words.noName),
    words.kinds[row.kind],
    access.join('; '),
    words.status[row.status],
    row.owner,
    isoTime(row.createdAt),
    isoTime(row.updatedAt),
    row.review ?? '',
    row.madeHere ? words.madeHere : row.byFieldkey ? words.madeByFieldkey : words.madeElsewhere,
    row.id,
  ]
}
