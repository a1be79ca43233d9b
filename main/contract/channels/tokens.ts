import * as v from 'valibot'
import { descriptionSchema, reviewSchema, tokenFilterSchema } from '../token-query'
import type { CreateReply, TokenDetails, TokenOutcome, TokenOwner, TokenPage, TokenRow, TokenStory } from '../views'
import { rewordSchema, type RewordPreview } from '../reword'
import type { SelectionSummary } from '../selection-views'
import { id, nothing, selectedIds, text, tokenId, tokenIds } from './shapes'

/** What every new token is asked for with; without `ownerId` it is the connection's own user's. */
const described = { description: descriptionSchema, ownerId: v.optional(tokenId) }

/** A description of any length, as other programs write them; main checks what is to be written. */
const anyDescription = text(1_000_000)

/** Every token of the organization. What is asked, and how each request is read. */
export const tokensChannels = {
  'tokens.query': v.strictObject({
    ...tokenFilterSchema.entries,
    from: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000)),
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
  }),
  'tokens.refresh': nothing,
  /** One token by its ID, as the server has it; from the list only where that cannot be asked. `token.gone`. */
  'tokens.find': v.strictObject({ id: tokenId }),
  /** What this laptop did with a token, which may be gone. */
  'tokens.story': v.strictObject({ id: tokenId }),
  /** Whose a new token may be; the first is the connection's own user, and the only one without an operator's token. */
  'tokens.owners': nothing,
  'tokens.create': v.variant('kind', [
    /** The description is the device ID. */
    v.strictObject({ kind: v.literal('device'), bucketId: tokenId, ...described }),
    v.strictObject({ kind: v.literal('bucket'), bucketId: tokenId, ...described }),
    v.strictObject({ kind: v.literal('all-access'), ...described }),
  ]),
  /**
   * The text of a token just created. `show` is the only request whose reply carries one; `hide` says that it left the
   * screen. `token.forgotten`, and `cancelled` while another window is in front.
   */
  'tokens.secret': v.strictObject({ secret: tokenId, act: v.picklist(['show', 'hide', 'copy']) }),
  /** The page lets such a text go. A token never shown nor copied is revoked; with `revoke` any is. `token.left`. */
  'tokens.let-go': v.strictObject({ secret: tokenId, revoke: v.boolean() }),
  /** What disabling, enabling or revoking the selected ones would do; from the list, nothing is asked. */
  'tokens.summary': v.strictObject({ ids: selectedIds }),
  'tokens.set-status': v.strictObject({ ids: tokenIds, status: v.picklist(['active', 'inactive']) }),
  'tokens.revoke': v.strictObject({ ids: tokenIds }),
  'tokens.set-review': v.strictObject({ ids: tokenIds, review: reviewSchema }),
  'tokens.describe': v.strictObject({ id: tokenId, text: descriptionSchema }),
  /** What would become of the descriptions of the selected ones; from the list, nothing is written. */
  'tokens.preview-describe': v.strictObject({ ids: selectedIds, how: rewordSchema }),
  /** Many at once: only what still reads `from` becomes `to`. */
  'tokens.describe-all': v.strictObject({
    rows: v.pipe(
      v.array(v.strictObject({ id: tokenId, from: anyDescription, to: anyDescription })),
      v.minLength(1),
      v.maxLength(1000),
    ),
  }),
  /** Begins no more of the tokens that are being changed; those under way get their answer. */
  'tokens.stop': nothing,
  'tokens.copy-id': v.strictObject({ id }),
} as const

/** What these requests are answered with. */
export interface TokensReplies {
  'tokens.query': TokenPage
  'tokens.refresh': void
  'tokens.find': TokenDetails
  'tokens.story': TokenStory
  'tokens.owners': readonly TokenOwner[]
  'tokens.create': CreateReply
  'tokens.secret': { readonly text?: string }
  'tokens.let-go': void
  'tokens.summary': SelectionSummary
  'tokens.set-status': readonly TokenOutcome[]
  'tokens.revoke': readonly TokenOutcome[]
  'tokens.set-review': readonly TokenOutcome[]
  'tokens.describe': TokenRow
  'tokens.preview-describe': RewordPreview
  'tokens.describe-all': readonly TokenOutcome[]
  'tokens.stop': void
  'tokens.copy-id': void
}
