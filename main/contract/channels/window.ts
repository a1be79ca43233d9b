import * as v from 'valibot'
import type { CodeSymbol } from '../views'
import { nothing } from './shapes'

/** What only the window's own frame needs: attention, the scanner's test code. What is asked, and how it is read. */
export const windowChannels = {
  /** So many handovers need somebody: the number on the app's icon. */
  'window.attention': v.strictObject({ count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000)) }),
  'scanner.code': nothing,
} as const

/** What these requests are answered with. */
export interface WindowReplies {
  'window.attention': void
  'scanner.code': CodeSymbol
}
