import { nothing } from './shapes'

/** The key that seals device tokens. What is asked, and how each request is read. */
export const sealingChannels = {
  /** Makes a new key in place of a lost one; the person chose it. */
  'sealing.new-key': nothing,
} as const

/** What these requests are answered with. */
export interface SealingReplies {
  'sealing.new-key': void
}
