import { nothing } from './shapes'

/** Unfinished work and a history that cannot be read. What is asked, and how each request is read. */
export const upkeepChannels = {
  /** What waits for the server is tried now. */
  'waiting.try': nothing,
} as const

/** What these requests are answered with. */
export interface UpkeepReplies {
  'waiting.try': void
}
