import * as v from 'valibot'
import type { ExaminedView } from '../examined-view'
import type { BucketView, CodeView, HandoverView, PortView, StartReply, StepView } from '../views'
import { id, nothing, text } from './shapes'

/** Buckets, ports and handovers. What is asked, and how each request is read. */
export const handoversChannels = {
  'buckets.list': v.strictObject({ fresh: v.boolean() }),
  'ports.list': nothing,
  /** Is an adapter plugged in that is no port for want of a driver? Looked for on Linux only. */
  'ports.driver': nothing,
  /** The Device ID is being typed: keeps the index of live tokens younger than 30 s. */
  'handover.prepare': nothing,
  'handover.start': v.strictObject({
    device: text(64),
    bucketId: id,
    delivery: v.picklist(['qr', 'usb']),
    port: v.optional(text(256)),
    keepBoth: v.boolean(),
    /** Token IDs of the device that the new one is to replace. */
    replaces: v.optional(v.pipe(v.array(id), v.maxLength(100))),
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
  /** Calls the decision to revoke back. `token.ending` once a try may have reached the server. */
  'handover.call-back': v.strictObject({ id }),
  /** Stops sending over USB; the token stays. */
  'handover.stop': v.strictObject({ id }),
  'handover.steps': v.strictObject({ id }),
  /** Asks the server what can be told from here of a device that sends nothing. */
  'handover.examine': v.strictObject({ id }),
  /** Some of the handovers that are at rest, from the newest on: `from` is what the answer before this one called `next`. */
  'handover.older': v.strictObject({ from: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))) }),
} as const

/** A part of a connection's handovers; without `next` it is the last one. */
export interface OlderHandovers {
  readonly connection?: string
  readonly handovers: readonly HandoverView[]
  readonly next?: number
}

/** What these requests are answered with. */
export interface HandoversReplies {
  'buckets.list': readonly BucketView[]
  'ports.list': readonly PortView[]
  'ports.driver': { readonly chip?: string }
  'handover.prepare': void
  'handover.start': StartReply
  'handover.continue': HandoverView
  'handover.show': CodeView
  'handover.hide': void
  'handover.scanned': HandoverView
  'handover.works': HandoverView
  'handover.cancel': HandoverView
  'handover.call-back': HandoverView
  'handover.stop': void
  'handover.steps': readonly StepView[]
  'handover.examine': ExaminedView
  'handover.older': OlderHandovers
}
