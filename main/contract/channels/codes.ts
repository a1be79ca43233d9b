import type { DeviceTypesView } from '../code-views'
import { nothing } from './shapes'

/** What codes hold. What is asked, and how each request is read. */
export const codesChannels = {
  /** The device types of this laptop, as their files are now. */
  'codes.types': nothing,
} as const

/** What these requests are answered with. */
export interface CodesReplies {
  'codes.types': DeviceTypesView
}
