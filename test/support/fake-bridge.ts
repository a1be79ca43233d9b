import type { Bridge, Channel, Replies, Request } from '../../main/contract/channels'
import { channels } from '../../main/contract/channels'
import { done, ok, type Result } from '../../main/contract/result'
import type { RiskKind } from '../../main/contract/token-query'
import { settingsSchema } from '../../main/contract/settings'
import type {
  AppEvent,
  AppView,
  ConnectionView,
  HandoverView,
  SavedServerView,
  TokenDetails,
  TokenPage,
  TokenRow,
} from '../../main/contract/views'
import type { RiskReport } from '../../main/contract/risk-views'
import * as v from 'valibot'
import { sampleCode, sampleSymbol } from './sample-code'
import { laptopAnswers } from './sample-laptops'
import { samplePreview, sampleSummary } from './sample-selection'

export * from './sample-code'

type Answer<C extends Channel> = (request: Request<C>) => Result<Replies[C]> | Promise<Result<Replies[C]>>
type Answers = { [C in Channel]?: Answer<C> }

/** A bridge in memory: it notes every call, answers as told, and sends events on demand. */
export interface FakeBridge {
  readonly bridge: Bridge
  /** Calls in order: the channel and what it carried. */
  readonly calls: readonly { readonly channel: Channel; readonly request: unknown }[]
  /** Requests of one channel, in order. */
  requests<C extends Channel>(channel: C): readonly Request<C>[]
  /** Changes how a channel answers. */
  answer<C extends Channel>(channel: C, answer: Answer<C>): void
  emit(event: AppEvent): void
}

const quiet: Answers = {
  'app.view': () => ok(sampleApp()),
  'connect.try': () => ok({ kind: 'connected', connection: sampleConnection }),
  'connect.certificate': () => ok({}),
  'connection.use': () => ok(sampleConnection),
  'practice.start': () => ok({ ...sampleConnection, id: 'f'.repeat(16), name: 'Practice', practice: true }),
  'buckets.list': () =>
    ok([
      { id: 'b'.repeat(16), name: 'north-pumps' },
      { id: 'c'.repeat(16), name: 'south-pumps' },
    ]),
  'ports.list': () => ok([{ path: '/dev/ttyACM0', label: 'ttyACM0, ESP32-S3' }]),
  'ports.driver': () => ok({}),
  'handover.start': ({ device }) => ok({ kind: 'started', handover: sampleHandover({ device, active: true }) }),
  'handover.continue': ({ id }) => ok(sampleHandover({ id, active: true })),
  'handover.show': ({ id }) => ok(sampleCode(id)),
  'handover.scanned': ({ id }) => ok(sampleHandover({ id, active: true, state: 'delivered' })),
  'handover.call-back': ({ id }) => ok(sampleHandover({ id, active: true, state: 'delivered' })),
  'handover.works': ({ id }) => ok(sampleHandover({ id, active: true, state: 'confirmed', confirmedBy: 'technician' })),
  'handover.cancel': ({ id }) => ok(sampleHandover({ id, state: 'revoked' })),
  'handover.older': () => ok({ connection: sampleConnection.id, handovers: [] }),
  'handover.steps': () => ok([{ kind: 'asked', at: 1_794_000_000_000 }]),
  'codes.types': () => ok({ types: [], refused: [] }),
  'clipboard.clear': () => ok({ cleared: true }),
  'scanner.code': () => ok(sampleSymbol(25)),
  'tokens.query': () => ok(samplePage([sampleToken()], { asOf: 1_794_000_000_000 })),
  'tokens.find': ({ id }) => ok(sampleDetails({ id })),
  'tokens.story': () => ok({ steps: [] }),
  'tokens.owners': () => ok([]),
  'tokens.create': ({ description }) =>
    ok({ kind: 'created', row: sampleToken({ description }), secret: 'e'.repeat(16) }),
  'tokens.secret': ({ act }) => ok(act === 'show' ? { text: 'not-a-real-token' } : {}),
  'tokens.summary': ({ ids }) => ok(sampleSummary(ids.length)),
  'tokens.set-status': ({ ids }) => ok(ids.map((id) => ({ id, result: done }))),
  'report.risks': () => ok(sampleReport()),
  'report.export-risks': () => ok({ written: true }),
  'report.export-history': () => ok({ written: true }),
  'support.save': () => ok({ written: true }),
  'tokens.set-review': ({ ids }) => ok(ids.map((id) => ({ id, result: done }))),
  'tokens.describe': ({ id, text }) => ok(sampleToken({ id, description: text })),
  'tokens.preview-describe': ({ ids }) => ok(samplePreview({ changed: ids.length })),
  'tokens.describe-all': ({ rows }) => ok(rows.map(({ id }) => ({ id, result: done }))),
  'tokens.revoke': ({ ids }) => ok(ids.map((id) => ({ id, result: done }))),
  ...laptopAnswers,
}

/** Makes the bridge; channels without an answer here succeed with nothing. */
export function createFakeBridge(answers: Answers = {}): FakeBridge {
  const calls: { channel: Channel; request: unknown }[] = []
  const receivers = new Set<(event: AppEvent) => void>()
  const answering = new Map<string, (request: never) => unknown>(Object.entries({ ...quiet, ...answers }))
  const ask = (channel: Channel) => (request?: unknown) => {
    calls.push({ channel, request })
    return Promise.resolve(answering.get(channel)?.(request as never) ?? done)
  }
  const methods = Object.fromEntries((Object.keys(channels) as Channel[]).map((channel) => [channel, ask(channel)]))
  const onEvent: Bridge['onEvent'] = (receive) => {
    receivers.add(receive)
    return () => receivers.delete(receive)
  }
  return {
    bridge: { ...methods, onEvent } as unknown as Bridge,
    calls,
    requests: <C extends Channel>(channel: C) =>
      calls.filter((call) => call.channel === channel).map((call) => call.request as Request<C>),
    answer(channel, answer) {
      answering.set(channel, answer)
    },
    emit(event) {
      for (const receive of receivers) receive(event)
    },
  }
}

/** A connection as the window sees it. */
export const sampleConnection: ConnectionView = {
  id: 'a'.repeat(16),
  name: 'North depot',
  url: 'https://influx.north-depot.example',
  host: 'influx.north-depot.example',
  deviceUrl: 'https://influx.north-depot.example',
  org: 'depot',
  owner: 'anna',
  version: '2.9.1',
  operator: true,
  practice: false,
}

/** The same as a remembered server. */
export function sampleServer(change: Partial<SavedServerView> = {}): SavedServerView {
  const { id, name, host, url, deviceUrl, org, owner, version } = sampleConnection
  const health = { kind: 'ok', at: 1_794_000_000_000 } as const
  const work = { unfinished: 0, waiting: 0, silent: 0 }
  return { id, name, host, url, deviceUrl, org, owner, version, health, work, ...change }
}

const settings = v.parse(settingsSchema, { theme: 'light' })

/** The window's first view, connected, on a laptop that has handed tokens over before. */
export function sampleApp(change: Partial<AppView> = {}): AppView {
  return {
    version: '0.1.0',
    connection: sampleConnection,
    saved: [sampleServer()],
    practice: false,
    health: { kind: 'ok', at: 1_794_000_000_000 },
    settings: { ...settings, lastBucket: 'b'.repeat(16) },
    handovers: [],
    platform: 'linux',
    ...change,
  }
}

/** The view of a first start: no connection, nothing saved. */
export function firstStart(): AppView {
  const { connection: _connection, ...rest } = sampleApp({ saved: [], health: { kind: 'unknown' }, settings })
  return rest
}

/** A minted QR handover. */
export function sampleHandover(change: Partial<HandoverView> = {}): HandoverView {
  return {
    id: '1'.repeat(16),
    device: 'PUMP-0042',
    bucketId: 'b'.repeat(16),
    bucket: 'north-pumps',
    delivery: 'qr',
    state: 'minted',
    authId: '0a7c91f2e6b43000',
    active: false,
    probed: false,
    unsure: false,
    revoking: false,
    askedAt: 1_794_000_000_000,
    changedAt: 1_794_000_000_000,
    timesShown: 0,
    activity: 'idle',
    sealed: true,
    attention: false,
    watchable: true,
    replaced: false,
    mayGoBack: false,
    ...change,
  }
}

/** A page that holds the whole list. */
export function samplePage(rows: readonly TokenRow[], change: Partial<TokenPage> = {}): TokenPage {
  const { length } = rows
  return { rows, total: length, all: length, asOf: 1, incomplete: false, buckets: ['north-pumps'], ...change }
}

/** A report of one risk. */
export function sampleReport(
  rows: readonly TokenRow[] = [sampleToken({ review: '2026-01-31', overdue: true, risks: ['review-overdue'] })],
  kind: RiskKind = 'review-overdue',
): RiskReport {
  const { length } = rows
  const groups = [{ kind, total: length, rows }]
  return { groups, risky: length, all: 12, asOf: 1_794_000_000_000, incomplete: false }
}

/** One token in full. */
export function sampleDetails(change: Partial<TokenRow> = {}): TokenDetails {
  const row = sampleToken(change)
  const url = 'https://influx.north-depot.example/api/v2'
  return {
    row,
    access: row.access,
    links: { self: `${url}/authorizations/${row.id}`, user: `${url}/users/${row.userId}` },
    org: 'depot',
    orgId: '0'.repeat(16),
    steps: [{ kind: 'asked', at: 1_794_000_000_000 }],
  }
}

/** A row of the token list. */
export function sampleToken(change: Partial<TokenRow> = {}): TokenRow {
  return {
    id: '0a7c91f2e6b43000',
    kind: 'device',
    description: 'PUMP-0042',
    device: 'PUMP-0042',
    bucket: 'north-pumps',
    bucketId: 'b'.repeat(16),
    access: [{ actions: 'write', what: 'north-pumps', reach: 'one', type: 'buckets', id: 'b'.repeat(16) }],
    accessCount: 1,
    status: 'active',
    active: true,
    owner: 'anna',
    userId: 'd'.repeat(16),
    createdAt: '2026-11-12T13:01:08Z',
    updatedAt: '2026-11-12T13:01:08Z',
    byFieldkey: true,
    madeHere: true,
    duplicate: false,
    tooWide: false,
    overdue: false,
    awaitsData: false,
    risks: [],
    own: false,
    lastOperator: false,
    ...change,
  }
}
