import * as v from 'valibot'

/** What a token is for, by its permissions alone. */
export const tokenKinds = ['device', 'bucket', 'all-access', 'operator', 'other'] as const

/**
 * What `Status filter` offers; a token may be in several. `foreign`: not made by Fieldkey, on this laptop or another.
 * `overdue`: live after its review date; `review-soon`: it is within 30 days; `no-review`: Fieldkey made it for a device
 * and it has no such date.
 */
export const statusFilters = [
  'all',
  'active',
  'inactive',
  'bucket-deleted',
  'duplicate',
  'too-wide',
  'foreign',
  'overdue',
  'review-soon',
  'no-review',
] as const

/** What can be risky about a token, the gravest first. `main/domain/risks.ts` says when. */
export const riskKinds = [
  'owner-inactive',
  'review-overdue',
  'other-owner',
  'duplicate',
  'too-wide',
  'reads-too',
  'bucket-deleted',
  'bucket-missing',
  'left-behind',
  'inactive-long',
] as const

/** Something risky about a token. */
export type RiskKind = (typeof riskKinds)[number]

/** What the list can be sorted by, in the order `Sort by` offers it; `id` is the token ID. */
export const sortKeys = [
  'created',
  'device',
  'bucket',
  'status',
  'owner',
  'first-data',
  'updated',
  'review',
  'id',
] as const

/** Which tokens are asked for, in which order: all conditions together. */
export const tokenFilterSchema = v.strictObject({
  /** In everything the list shows of a token, whatever the case and the spaces; 4–16 hex digits also in the token ID. */
  search: v.pipe(v.string(), v.maxLength(200)),
  status: v.picklist(statusFilters),
  /** Name of a bucket the token has access to; empty for any. */
  bucket: v.pipe(v.string(), v.maxLength(1000)),
  kind: v.picklist(['all', ...tokenKinds]),
  /** By Fieldkey, or by Fieldkey on this laptop. */
  made: v.picklist(['all', 'fieldkey', 'here']),
  risk: v.picklist(['all', 'any', ...riskKinds]),
  /** Names count like people do: pump-2 before pump-10. Among equals the newest comes first, without a date the last. */
  sort: v.strictObject({ by: v.picklist(sortKeys), descending: v.boolean() }),
})

/** Which tokens are asked for, in which order. */
export type TokenFilter = v.InferOutput<typeof tokenFilterSchema>

/** Every token, newest first. */
export const everyToken: TokenFilter = {
  search: '',
  status: 'all',
  bucket: '',
  kind: 'all',
  made: 'all',
  risk: 'all',
  sort: { by: 'created', descending: true },
}

/** A review date, YYYY-MM-DD; main checks that there is such a day: `input.review`. Null for none. */
export const reviewSchema = v.nullable(v.pipe(v.string(), v.maxLength(10)))

/** Characters of a description that Fieldkey writes. */
export const longestDescription = 200

/** What a person may write about a token; main trims and checks it: `input.description`, `input.device`. */
export const descriptionSchema = v.pipe(v.string(), v.maxLength(1000))
