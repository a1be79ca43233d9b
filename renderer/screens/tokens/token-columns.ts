import { text } from '../../../main/contract/text/text'
import type { FilterState, SortKey } from '../../state/token-filter.svelte'
import type { GridColumn } from '../../ui/data-grid'

const words = text.tokens.columns

/** The name of a column. */
export type ColumnKey = keyof typeof words

interface ColumnPlan {
  readonly key: ColumnKey
  readonly width: string
  readonly by?: SortKey
  /** Room the whole grid needs before this column is drawn, CSS pixels. */
  readonly from: number
}

const plans: readonly ColumnPlan[] = [
  { key: 'select', width: '3rem', from: 0 },
  { key: 'device', width: 'minmax(5rem, 1.1fr)', by: 'device', from: 0 },
  { key: 'access', width: 'minmax(5rem, 1.2fr)', by: 'bucket', from: 430 },
  { key: 'status', width: '9.75rem', by: 'status', from: 0 },
  { key: 'owner', width: 'minmax(4rem, 0.5fr)', by: 'owner', from: 950 },
  { key: 'created', width: '6.25rem', by: 'created', from: 640 },
  { key: 'updated', width: '6.75rem', by: 'updated', from: 1060 },
  { key: 'review', width: '6.75rem', by: 'review', from: 1180 },
  { key: 'id', width: '10rem', from: 780 },
]

/** All columns there are. */
export const columnCount = plans.length

/** Position of a column among all columns, from 0. */
export const columnIndex = (key: string) => plans.findIndex((plan) => plan.key === key)

/** The columns a grid `width` CSS pixels wide has room for; 0 means not measured yet. */
export function columnsFor(width: number, { by, descending }: FilterState['sort']): readonly GridColumn[] {
  return plans
    .filter(({ from }) => width === 0 || width >= from)
    .map((plan) => ({
      key: plan.key,
      label: words[plan.key],
      width: plan.width,
      ...(plan.by === undefined
        ? {}
        : { sort: plan.by !== by ? ('none' as const) : descending ? ('descending' as const) : ('ascending' as const) }),
    }))
}

/** What the list is sorted by when the button of a column is pressed. */
export const sortKeyOf = (key: string): SortKey | undefined => plans.find((plan) => plan.key === key)?.by
