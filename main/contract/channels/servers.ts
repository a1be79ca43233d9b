import * as v from 'valibot'
import { id, text } from './shapes'

/** Settings of the remembered servers. What is asked, and how each request is read. */
export const serversChannels = {
  'server.rename': v.strictObject({ id, name: text(64) }),
  'server.device-address': v.strictObject({ id, url: text(2048) }),
  /** PEM chosen by `connect.certificate`, by its handle; none: no private authority is trusted any more. */
  'server.certificate': v.strictObject({ id, certificate: v.optional(id) }),
  /** A pasted admin token, only inwards like that of `connect.try`. */
  'server.token': v.strictObject({ id, token: text(4096) }),
  'server.check': v.strictObject({ id }),
} as const

/** What these requests are answered with. */
export interface ServersReplies {
  'server.rename': void
  'server.device-address': void
  'server.certificate': void
  'server.token': void
  'server.check': void
}
