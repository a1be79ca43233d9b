import * as v from 'valibot'
import { descriptionSchema } from '../token-query'
import type { CarrierView, LaptopPlan, LaptopView, LimitReply, LostReply } from '../laptop-views'
import type { ConnectionView } from '../views'
import { id, nothing, text, tokenId } from './shapes'

const rights = {
  name: descriptionSchema,
  bucketIds: v.pipe(v.array(tokenId), v.minLength(1), v.maxLength(100)),
  /** Also let it see whether data arrives. */
  read: v.boolean(),
  /** The person accepted that its tokens belong to the owner of the admin token. */
  sharedAccepted: v.boolean(),
}

/** Laptops and their limited tokens. What is asked, and how each request is read. */
export const laptopsChannels = {
  'laptop.plan': nothing,
  /** Puts a limited token in the place of the admin token. */
  'laptop.limit': v.strictObject({ ...rights, revokeAdmin: v.boolean() }),
  /**
   * Makes a token for another laptop and seals it with the phrase that is shown there. `onlyHereAccepted`: for an address
   * that leads every laptop to itself, as through a tunnel of its own.
   */
  'laptop.prepare': v.strictObject({ ...rights, phrase: text(256), onlyHereAccepted: v.boolean() }),
  /** Revokes a token that is on its way. */
  'laptop.withdraw': v.strictObject({ id }),
  /** A new phrase for a token that comes to this laptop; the one before it opens nothing any more. */
  'laptop.phrase': nothing,
  /** Opens a carried token with this laptop's phrase, and replaces it, and with consent a stored one, by one of its own. */
  'laptop.take': v.strictObject({
    text: text(8192),
    plainAccepted: v.boolean(),
    replaceAccepted: v.boolean(),
    certificate: v.optional(id),
  }),
  'laptop.list': nothing,
  /** Revokes every token of a laptop's owner but those of devices, and sets the owner's password at random. */
  'laptop.lost': v.strictObject({ userId: tokenId }),
} as const

/** What these requests are answered with. */
export interface LaptopsReplies {
  'laptop.plan': LaptopPlan
  'laptop.limit': LimitReply
  'laptop.prepare': CarrierView
  'laptop.withdraw': void
  'laptop.phrase': { readonly words: readonly string[] }
  'laptop.take': ConnectionView
  'laptop.list': readonly LaptopView[]
  'laptop.lost': LostReply
}
