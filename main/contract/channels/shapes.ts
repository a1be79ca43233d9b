import * as v from 'valibot'

/** IDs: an authorization's, a bucket's or an organization's (16 hex digits), or a handle of ours (up to 32). */
export const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{16,32}$/))

/** An authorization's or a bucket's ID, or a handle of ours. */
export const tokenId = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))

/** One or many authorizations. */
export const tokenIds = v.pipe(v.array(tokenId), v.minLength(1), v.maxLength(1000))

/** Everything that is selected: as many as a list may have. */
export const selectedIds = v.pipe(v.array(tokenId), v.minLength(1), v.maxLength(1_000_000))

/** A request that carries nothing. */
export const nothing = v.undefined()

/** Text of at most `max` characters. */
export const text = (max: number) => v.pipe(v.string(), v.maxLength(max))
