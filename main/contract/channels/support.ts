import { nothing } from './shapes'

/** Copying settings and the report for support. What is asked, and how each request is read. */
export const supportChannels = {
  /** Main copies what the code on the screen holds; the text never comes back. */
  'code.copy': nothing,
  'support.save': nothing,
} as const

/** What these requests are answered with. `written` is false when the person chose no file. */
export interface SupportReplies {
  'code.copy': void
  'support.save': { readonly written: boolean }
}
