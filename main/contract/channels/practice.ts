import * as v from 'valibot'
import type { ConnectionView } from '../views'
import { nothing } from './shapes'

/** The practice server and device. What is asked, and how each request is read. */
export const practiceChannels = {
  'practice.start': nothing,
  'practice.leave': v.strictObject({ keep: v.boolean() }),
  'practice.fault': v.strictObject({ fault: v.picklist(['none', 'unreachable', 'silent', 'wrong', 'busy']) }),
  'practice.plug': nothing,
  'practice.scan': nothing,
} as const

/** What these requests are answered with. */
export interface PracticeReplies {
  'practice.start': ConnectionView
  'practice.leave': void
  'practice.fault': void
  'practice.plug': void
  'practice.scan': void
}
