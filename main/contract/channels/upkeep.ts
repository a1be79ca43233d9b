import type { FreshLedger } from '../views'
import { nothing } from './shapes'

/** Unfinished work and a history that cannot be read. What is asked, and how each request is read. */
export const upkeepChannels = {
  /** What waits for the server is tried now. */
  'waiting.try': nothing,
  /** Shows the copy of a damaged history in the system's file manager. */
  'ledger.show-copy': nothing,
  /** Puts a damaged history aside for good and begins a new one; what can be read of it is kept. */
  'ledger.start-new': nothing,
} as const

/** What these requests are answered with. */
export interface UpkeepReplies {
  'waiting.try': void
  'ledger.show-copy': void
  'ledger.start-new': FreshLedger
}
