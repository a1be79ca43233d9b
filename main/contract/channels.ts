import * as v from 'valibot'
import { codesChannels, type CodesReplies } from './channels/codes'
import { connectionsChannels, type ConnectionsReplies } from './channels/connections'
import { handoversChannels, type HandoversReplies } from './channels/handovers'
import { laptopsChannels, type LaptopsReplies } from './channels/laptops'
import { practiceChannels, type PracticeReplies } from './channels/practice'
import { replacementsChannels, type ReplacementsReplies } from './channels/replacements'
import { reportsChannels, type ReportsReplies } from './channels/reports'
import { sealingChannels, type SealingReplies } from './channels/sealing'
import { serversChannels, type ServersReplies } from './channels/servers'
import { supportChannels, type SupportReplies } from './channels/support'
import { systemChannels, type SystemReplies } from './channels/system'
import { tokensChannels, type TokensReplies } from './channels/tokens'
import { upkeepChannels, type UpkeepReplies } from './channels/upkeep'
import { windowChannels, type WindowReplies } from './channels/window'
import type { Result } from './result'
import type { AppEvent } from './views'

/** What the window may ask, and how each request is read. The registry of handlers, the preload and the fuzz test follow it. */
export const channels = {
  ...systemChannels,
  ...codesChannels,
  ...connectionsChannels,
  ...serversChannels,
  ...practiceChannels,
  ...handoversChannels,
  ...replacementsChannels,
  ...sealingChannels,
  ...tokensChannels,
  ...upkeepChannels,
  ...laptopsChannels,
  ...reportsChannels,
  ...supportChannels,
  ...windowChannels,
} as const

/** The name of a request. */
export type Channel = keyof typeof channels

/** What a request carries. */
export type Request<C extends Channel> = v.InferOutput<(typeof channels)[C]>

/** What a request is answered with. */
export interface Replies
  extends
    SystemReplies,
    CodesReplies,
    ConnectionsReplies,
    ServersReplies,
    PracticeReplies,
    HandoversReplies,
    ReplacementsReplies,
    SealingReplies,
    TokensReplies,
    UpkeepReplies,
    LaptopsReplies,
    ReportsReplies,
    SupportReplies,
    WindowReplies {}

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
