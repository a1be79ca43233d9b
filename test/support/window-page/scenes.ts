import { failure, type FailureCode } from '../../../main/contract/failure'
import { failed, ok } from '../../../main/contract/result'
import type { Settings } from '../../../main/contract/settings'
import type { AppView, HandoverView, TokenRow } from '../../../main/contract/views'
import type { Session } from '../../../renderer/state/session'
import { firstStart, sampleApp, sampleConnection, sampleHandover, sampleToken, type FakeBridge } from '../fake-bridge'

/** One state of the window: how the bridge answers, and what happens once it is drawn. */
export interface Scene {
  readonly prepare: (fake: FakeBridge, theme: Settings['theme']) => void
  readonly play?: (session: Session, fake: FakeBridge) => void
}

const noon = new Date('2026-11-12T14:02:00').getTime()
const minutes = 60_000
const before: readonly HandoverView[] = [
  sampleHandover({
    id: '2'.repeat(16),
    device: 'PUMP-0041',
    state: 'confirmed',
    confirmedBy: 'data',
    active: true,
    firstDataAt: '2026-11-12T14:02:00',
    askedAt: noon - 2 * minutes,
  }),
  sampleHandover({
    id: '3'.repeat(16),
    device: 'PUMP-0040',
    delivery: 'usb',
    state: 'delivered',
    active: true,
    deliveredAt: noon - 5 * minutes,
    askedAt: noon - 6 * minutes,
  }),
  sampleHandover({
    id: '4'.repeat(16),
    device: 'PUMP-0039',
    attention: true,
    askedAt: noon - 21 * minutes,
  }),
]

const showing = (change: Partial<AppView>): Scene['prepare'] => {
  return (fake, theme) => {
    const settings = { ...sampleApp().settings, theme }
    fake.answer('app.view', () => ok({ ...sampleApp({ handovers: before }), ...change, settings }))
  }
}
const quiet = before.map((handover) => ({ ...handover, attention: false }))
const connected = showing({ handovers: [quiet[0]!, quiet[1]!, { ...before[2]!, state: 'delivered' }] })
const practice: Partial<AppView> = {
  practice: true,
  connection: { ...sampleConnection, name: 'Practice', practice: true },
  handovers: quiet,
}
const start = (session: Session) => {
  session.form.device = 'PUMP-0042'
  void session.running.create()
}
const usb = (change: Partial<HandoverView>) => (session: Session, fake: FakeBridge) => {
  const handover = sampleHandover({ delivery: 'usb', port: '/dev/ttyACM0', ...change })
  fake.answer('handover.start', () => ok({ kind: 'started', handover }))
  session.form.chooseDelivery('usb')
  session.form.port = '/dev/ttyACM0'
  start(session)
}
const found = { device: 'PUMP-0042', firmware: '1.4', hardware: 'esp32', echo: false }
const failing = (code: FailureCode, params: Record<string, string | number> = {}): Scene => ({
  prepare: connected,
  play: (session, fake) => {
    fake.answer('handover.start', () => failed(failure(code, params)))
    start(session)
  },
})
const rows: readonly TokenRow[] = Array.from({ length: 200 }, (_, index) =>
  sampleToken({
    id: (0x0a7c91f2e6b0 + index * 4099).toString(16).padStart(16, '0'),
    device: `PUMP-${String(index).padStart(4, '0')}`,
    duplicate: index === 2,
    status: index === 4 ? 'inactive' : index === 6 ? 'bucket-deleted' : 'active',
  }),
)

const scenes: Readonly<Record<string, Scene>> = {
  ready: { prepare: connected },
  first: { prepare: (fake) => fake.answer('app.view', () => ok(firstStart())) },
  connect: {
    prepare: (fake, theme) => {
      connected(fake, theme)
      fake.answer('connect.try', () => failed(failure('tls.plain')))
    },
    play: (session, fake) => {
      session.go('connect')
      session.connect.address = 'http://influx.example:8086'
      session.connect.token = 'not-a-real-token'
      void session.connect.connect()
      fake.emit({ kind: 'check', check: { name: 'server', result: 'passed' } })
      fake.emit({ kind: 'check', check: { name: 'influx', result: 'passed', version: '2.9.1' } })
      fake.emit({ kind: 'check', check: { name: 'token', result: 'unknown' } })
      fake.emit({ kind: 'check', check: { name: 'create', result: 'failed', failure: failure('perm.create') } })
    },
  },
  code: { prepare: connected, play: start },
  full: {
    prepare: connected,
    play: (session) => {
      start(session)
      session.code.fullScreen = true
    },
  },
  hidden: {
    prepare: connected,
    play: (session) => {
      start(session)
      setTimeout(() => session.code.hide('blur'), 100)
    },
  },
  creating: {
    prepare: connected,
    play: (session, fake) => {
      fake.answer('handover.start', () => new Promise(() => {}))
      start(session)
    },
  },
  sending: { prepare: connected, play: usb({ activity: 'sending', found, progress: 0.4 }) },
  sent: {
    prepare: connected,
    play: usb({ state: 'delivered', proof: 'hash', active: true, found, deliveredAt: Date.now() - 18_000 }),
  },
  data: { prepare: connected, play: usb({ state: 'confirmed', active: true, firstDataAt: '2026-11-12T14:02:00' }) },
  failure: failing('serial.busy', { port: '/dev/ttyACM0' }),
  refused: failing('perm.create'),
  duplicate: {
    prepare: connected,
    play: (session, fake) => {
      const token = { authId: '5'.repeat(16), createdAt: '2026-11-12T09:00:00Z', bucket: 'north-pumps' }
      fake.answer('handover.start', () => ok({ kind: 'duplicate', tokens: [token] }))
      start(session)
    },
  },
  cancel: {
    prepare: connected,
    play: (session) => {
      start(session)
      setTimeout(() => session.dialogs.open({ kind: 'cancel', handover: sampleHandover() }), 100)
    },
  },
  unfinished: { prepare: showing({}) },
  practice: { prepare: showing(practice) },
  'practice-code': { prepare: showing(practice), play: start },
  tokens: {
    prepare: (fake, theme) => {
      connected(fake, theme)
      const page = { total: 200, all: 1204, asOf: Date.now(), incomplete: 'owner' as const, buckets: ['north-pumps'] }
      fake.answer('tokens.query', () => ok({ rows, ...page }))
    },
    play: (session) => {
      session.go('tokens')
      void session.tokens.record.open(rows[1]!)
    },
  },
  'tokens-selected': {
    prepare: (fake, theme) => {
      connected(fake, theme)
      fake.answer('tokens.query', ({ from, count }) =>
        ok({
          rows: Array.from({ length: Math.min(count, 100_000 - from) }, (_, index) => ({
            ...rows[(from + index) % rows.length]!,
            id: (from + index).toString(16).padStart(16, '0'),
          })),
          total: 100_000,
          all: 100_000,
          asOf: Date.now(),
          incomplete: false,
          buckets: ['north-pumps', 'south-pumps'],
        }),
      )
      fake.answer('tokens.revoke', ({ ids }) =>
        ok(ids.map((id) => ({ id, result: failed(failure('perm.owner', { user: 'bob' })) }))),
      )
    },
    play: (session) => {
      session.go('tokens')
      setTimeout(() => {
        void session.tokens
          .selectRange(1, 3)
          .then(() => session.tokens.bulk.run('revoke', session.tokens.selection.list.slice(0, 2)))
      }, 200)
    },
  },
  'new-token': {
    prepare: connected,
    play: (session) => {
      session.go('tokens')
      session.dialogs.open({ kind: 'new-token' })
    },
  },
  history: {
    prepare: showing({}),
    play: (session) => {
      session.dialogs.close()
      session.go('history')
    },
  },
  settings: { prepare: connected, play: (session) => session.go('settings') },
  buckets: {
    prepare: connected,
    play: () => document.querySelector<HTMLElement>('[role=combobox]')?.click(),
  },
}

/** The scene of a name. */
export function findScene(name: string): Scene {
  const scene = scenes[name]
  if (scene === undefined) throw new Error(`no scene ${name}; there are ${Object.keys(scenes).join(', ')}`)
  return scene
}
