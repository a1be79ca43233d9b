import * as v from 'valibot'
import { settingsChangeSchema } from '../settings'
import type { AppView } from '../views'
import { nothing } from './shapes'

/** The window itself and what is around it. What is asked, and how each request is read. */
export const systemChannels = {
  'app.view': nothing,
  'settings.change': settingsChangeSchema,
  'clipboard.clear': nothing,
  'app.restart': nothing,
  'window.full-screen': v.strictObject({ on: v.boolean() }),
  'link.open': v.strictObject({ to: v.picklist(['keychain-help', 'token-help', 'driver-help', 'port-help']) }),
} as const

/** What these requests are answered with. */
export interface SystemReplies {
  'app.view': AppView
  'settings.change': void
  'clipboard.clear': { readonly cleared: boolean }
  'app.restart': void
  'window.full-screen': void
  'link.open': void
}
