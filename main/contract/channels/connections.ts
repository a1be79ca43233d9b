import * as v from 'valibot'
import type { ConnectionView } from '../views'
import { id, nothing, text } from './shapes'

/** Servers: connecting, the remembered ones, their keychain entries. What is asked, and how each request is read. */
export const connectionsChannels = {
  'connect.try': v.strictObject({
    url: text(2048),
    /** The pasted admin token: the only time it crosses this boundary, and only inwards. */
    token: text(4096),
    name: text(64),
    deviceUrl: text(2048),
    /** Organization ID, once the person had to choose. */
    orgId: v.optional(id),
    /** The person accepted plain http to a host that is not this computer. */
    plainAccepted: v.boolean(),
    /** PEM chosen by `connect.certificate`, by its handle. */
    certificate: v.optional(id),
  }),
  'connect.cancel': nothing,
  'connect.certificate': nothing,
  'connection.use': v.strictObject({ id }),
  'connection.forget': v.strictObject({ id }),
  'connection.check': nothing,
  'keychain.retry': nothing,
} as const

/** What these requests are answered with. */
export interface ConnectionsReplies {
  'connect.try':
    | { readonly kind: 'connected'; readonly connection: ConnectionView }
    | { readonly kind: 'choose-org'; readonly orgs: readonly { readonly id: string; readonly name: string }[] }
  'connect.cancel': void
  'connect.certificate': { readonly certificate?: string; readonly subject?: string }
  'connection.use': ConnectionView
  'connection.forget': void
  'connection.check': void
  'keychain.retry': void
}
