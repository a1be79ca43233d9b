import * as v from 'valibot'
import type { HandoverView } from '../views'
import { id } from './shapes'

/** What may become of the token that a handover replaced. What is asked, and how each request is read. */
export const replacementsChannels = {
  /** Switches the old token on again; the new one is revoked. */
  'replacement.back': v.strictObject({ id }),
  /** Deletes the old token before its time. */
  'replacement.end': v.strictObject({ id }),
} as const

/** What these requests are answered with. */
export interface ReplacementsReplies {
  'replacement.back': HandoverView
  'replacement.end': HandoverView
}
