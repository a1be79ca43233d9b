import { text } from '../../../main/contract/text/text'
import type { FilterState, SortKey } from '../../state/token-filter.svelte'
import type { GridColumn } from '../../ui/data-grid'

const words = text.tokens.columns

/** The name of a column. */
export type ColumnKey = keyof typeof words

interface ColumnPlan {
  readonly key: ColumnKey
  readonly by?: SortKey
  /** rem, the space to the next one included. */
  readonly least: number
  readonly grows?: number
}

const plans: readonly ColumnPlan[] = [
  { key: 'select', least: 3.75 },
  { key: 'device', by: 'device', least: 10, grows: 1.1 },
  { key: 'access', by: 'bucket', least: 10, grows: 1.2 },
  { key: 'status', by: 'status', least: 10.5 },
  { key: 'owner', by: 'owner', least: 6, grows: 0.5 },
  { key: 'created', by: 'created', least: 7 },
  { key: 'firstData', by: 'first-data', least: 7.25 },
  { key: 'updated', by: 'updated', least: 8 },
  { key: 'review', by: 'review', least: 7 },
  { key: 'id', by: 'id', least: 11 },
]

/** So many of the first columns stay when the others move: which token a row is about. */
export const pinnedColumns = 2

/** The columns, with the one the list is sorted by. */
export function columnsFor({ by, descending }: FilterState['sort']): readonly GridColumn[] {
  return plans.map((plan) => ({
    key: plan.key,
    label: words[plan.key],
    least: plan.least,
    grows: plan.grows ?? 0,
    ...(plan.by === undefined
      ? {}
      : { sort: plan.by !== by ? ('none' as const) : descending ? ('descending' as const) : ('ascending' as const) }),
  }))
}

/** What the list is sorted by when the button of a column is pressed. */
export const sortKeyOf = (key: string): SortKey | undefined => plans.find((plan) => plan.key === key)?.by

/** The columns one can sort by, in their order: what `Sort by` offers. */
export const sortChoices: readonly { readonly value: SortKey; readonly label: string }[] = plans.flatMap(
  ({ key, by }) => (by === undefined ? [] : [{ value: by, label: words[key] }]),
)
