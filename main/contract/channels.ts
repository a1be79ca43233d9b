import * as v from 'valibot'
import type { Result } from './result'
import { settingsChangeSchema } from './settings'
import { descriptionSchema, tokenFilterSchema } from './token-query'
import type {
  AppEvent,
  AppView,
  BucketView,
  CodeView,
  ConnectionView,
  CreateReply,
  HandoverView,
  PortView,
  StartReply,
  StepView,
  TokenDetails,
  TokenOutcome,
  TokenPage,
  TokenRow,
} from './views'

const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{16,32}$/))
const nothing = v.undefined()
/** An authorization's or a bucket's ID, or a handle of ours. */
const tokenId = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))
const tokenIds = v.pipe(v.array(tokenId), v.minLength(1), v.maxLength(1000))
const text = (max: number) => v.pipe(v.string(), v.maxLength(max))

/** What the window may ask, and how each request is read. The registry of handlers, the preload and the fuzz test follow it. */
export const channels = {
  'app.view': nothing,
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
  'practice.start': nothing,
  'practice.leave': v.strictObject({ keep: v.boolean() }),
  'practice.fault': v.strictObject({ fault: v.picklist(['none', 'unreachable', 'silent', 'wrong', 'busy']) }),
  'practice.plug': nothing,
  'practice.scan': nothing,
  'buckets.list': v.strictObject({ fresh: v.boolean() }),
  'ports.list': nothing,
  /** The Device ID is being typed: keeps the index of live tokens younger than 30 s. */
  'handover.prepare': nothing,
  'handover.start': v.strictObject({
    device: text(64),
    bucketId: id,
    delivery: v.picklist(['qr', 'usb']),
    port: v.optional(text(256)),
    keepBoth: v.boolean(),
  }),
  /** Takes up a handover again where it stands: looks an unsure one up, activates, sends. */
  'handover.continue': v.strictObject({
    id,
    delivery: v.optional(v.picklist(['qr', 'usb'])),
    port: v.optional(text(256)),
  }),
  'handover.show': v.strictObject({ id }),
  'handover.hide': nothing,
  'handover.scanned': v.strictObject({ id }),
  'handover.works': v.strictObject({ id }),
  /** Revokes its token and ends it. */
  'handover.cancel': v.strictObject({ id }),
  /** Stops sending over USB; the token stays. */
  'handover.stop': v.strictObject({ id }),
  'handover.steps': v.strictObject({ id }),
  'tokens.query': v.strictObject({
    ...tokenFilterSchema.entries,
    from: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000)),
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
  }),
  'tokens.refresh': nothing,
  /** One token by its ID, from the list or from the server. `token.gone`. */
  'tokens.find': v.strictObject({ id: tokenId }),
  'tokens.create': v.variant('kind', [
    /** The description is the device ID. */
    v.strictObject({ kind: v.literal('device'), bucketId: tokenId, description: descriptionSchema }),
    v.strictObject({ kind: v.literal('bucket'), bucketId: tokenId, description: descriptionSchema }),
    v.strictObject({ kind: v.literal('all-access'), description: descriptionSchema }),
  ]),
  /** The text of a token just created. `show` is the only request whose reply carries one. `token.forgotten`. */
  'tokens.secret': v.strictObject({ secret: tokenId, act: v.picklist(['show', 'copy', 'forget']) }),
  'tokens.set-status': v.strictObject({ ids: tokenIds, status: v.picklist(['active', 'inactive']) }),
  'tokens.revoke': v.strictObject({ ids: tokenIds }),
  'tokens.describe': v.strictObject({ id: tokenId, text: descriptionSchema }),
  /** Begins no more of the tokens that are being changed; those under way get their answer. */
  'tokens.stop': nothing,
  'tokens.copy-id': v.strictObject({ id }),
  'settings.change': settingsChangeSchema,
  'clipboard.clear': nothing,
  'app.restart': nothing,
  'window.full-screen': v.strictObject({ on: v.boolean() }),
  'link.open': v.strictObject({ to: v.picklist(['keychain-help', 'token-help', 'driver-help', 'port-help']) }),
} as const

/** The name of a request. */
export type Channel = keyof typeof channels

/** What a request carries. */
export type Request<C extends Channel> = v.InferOutput<(typeof channels)[C]>

/** What a request is answered with. */
export interface Replies {
  'app.view': AppView
  'connect.try':
    | { readonly kind: 'connected'; readonly connection: ConnectionView }
    | { readonly kind: 'choose-org'; readonly orgs: readonly { readonly id: string; readonly name: string }[] }
  'connect.cancel': void
  'connect.certificate': { readonly certificate?: string; readonly subject?: string }
  'connection.use': ConnectionView
  'connection.forget': void
  'connection.check': void
  'keychain.retry': void
  'practice.start': ConnectionView
  'practice.leave': void
  'practice.fault': void
  'practice.plug': void
  'practice.scan': void
  'buckets.list': readonly BucketView[]
  'ports.list': readonly PortView[]
  'handover.prepare': void
  'handover.start': StartReply
  'handover.continue': HandoverView
  'handover.show': CodeView
  'handover.hide': void
  'handover.scanned': HandoverView
  'handover.works': HandoverView
  'handover.cancel': HandoverView
  'handover.stop': void
  'handover.steps': readonly StepView[]
  'tokens.query': TokenPage
  'tokens.refresh': void
  'tokens.find': TokenDetails
  'tokens.create': CreateReply
  'tokens.secret': { readonly text?: string }
  'tokens.set-status': readonly TokenOutcome[]
  'tokens.revoke': readonly TokenOutcome[]
  'tokens.describe': TokenRow
  'tokens.stop': void
  'tokens.copy-id': void
  'settings.change': void
  'clipboard.clear': { readonly cleared: boolean }
  'app.restart': void
  'window.full-screen': void
  'link.open': void
}

/** What `window.fieldkey` offers: one method per request, and the one stream of events. */
export type Bridge = {
  readonly [C in Channel]: undefined extends Request<C>
    ? () => Promise<Result<Replies[C]>>
    : (request: Request<C>) => Promise<Result<Replies[C]>>
} & { readonly onEvent: (receive: (event: AppEvent) => void) => () => void }

/** Reads what came over the boundary for `channel`; a request of the wrong shape is refused whole. */
export function readRequest<C extends Channel>(channel: C, raw: unknown): Result<Request<C>, undefined> {
  const read = v.safeParse(channels[channel], raw)
  return read.success ? { ok: true, value: read.output as Request<C> } : { ok: false, failure: undefined }
}

/** The IPC channel of a request. */
export function wireName(channel: Channel): string {
  return `fieldkey:${channel}`
}

/** The IPC channel of events. */
export const eventWire = 'fieldkey:event'
