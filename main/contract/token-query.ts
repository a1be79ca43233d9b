import * as v from 'valibot'

/** What a token is for, by its permissions alone. */
export const tokenKinds = ['device', 'bucket', 'all-access', 'operator', 'other'] as const

/** What `Status filter` offers; a token may be in several. `foreign`: not made by Fieldkey, on this laptop or another. */
export const statusFilters = [
  'all',
  'active',
  'inactive',
  'bucket-deleted',
  'duplicate',
  'too-wide',
  'foreign',
] as const

/** What the list can be sorted by. */
export const sortKeys = ['device', 'bucket', 'status', 'created', 'updated', 'owner'] as const

/** Which tokens are asked for, in which order: all conditions together. */
export const tokenFilterSchema = v.strictObject({
  /** In description, bucket, owner or access, whatever the case; 4–16 hex digits also in the token ID, spaces ignored. */
  search: v.pipe(v.string(), v.maxLength(200)),
  status: v.picklist(statusFilters),
  /** Name of a bucket the token has access to; empty for any. */
  bucket: v.pipe(v.string(), v.maxLength(1000)),
  kind: v.picklist(['all', ...tokenKinds]),
  /** By Fieldkey, or by Fieldkey on this laptop. */
  made: v.picklist(['all', 'fieldkey', 'here']),
  /** Names count like people do: pump-2 before pump-10. Among equals the newest comes first. */
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
  sort: { by: 'created', descending: true },
}

/** What a person may write about a token; main trims and checks it: `input.description`, `input.device`. */
export const descriptionSchema = v.pipe(v.string(), v.maxLength(1000))
