// One case of the contract after another: over 250 lines.
import assert from 'node:assert/strict'
import { tokenActKinds, type TokenAct } from '../../main/contract/token-act'
import { longestDescription } from '../../main/contract/token-query'
import type { Result } from '../../main/contract/result'
import type { HandoverEvent, Intent } from '../../main/domain/handover'
import type { Connection, Ledger, Story } from '../../main/ports/ledger'

/** Opens the one ledger of a case, again after it was closed. */
export type OpenLedger = () => Result<Ledger>

/** One case of the ledger's contract; plain assertions, so that it runs under any runner and inside Electron. */
export interface LedgerCase {
  readonly name: string
  readonly run: (open: OpenLedger) => void
}

/** An intent; `n` makes it another one. */
export function anIntent(n = 1, change: Partial<Intent> = {}): Intent {
  const id = n.toString(16).padStart(32, '0')
  return {
    ...{ id, nonce: id, connection: 'c1', install: '00112233445566aa', owner: '0b0b0b0b0b0b0b0b', device: `pump-${n}` },
    bucket: { id: '5014950eab641e60', name: 'plant' },
    orgId: '80bc5a7886ca21bd',
    ...{ keepBoth: false, delivery: 'qr', settings: { url: 'https://influx.example:8086' } },
    ...change,
  }
}

/** What a story tells: a ledger may read its parts only when they are asked for. */
export const whole = ({ intent, now, events }: Story): Story => ({ intent, now, events })

/** An act on a token; `n` makes it another one. */
export function anAct(n = 1, change: Partial<TokenAct> = {}): TokenAct {
  return {
    ...{ connection: 'c1', authId: '0a1b2c3d4e5f6071', at: 1_700_000_000_000 + n, answered: true, detail: '' },
    kind: tokenActKinds[n % tokenActKinds.length] ?? 'created',
    ...change,
  }
}

/** A connection; `n` makes it another one. */
export function aConnection(n = 1, change: Partial<Connection> = {}): Connection {
  return {
    ...{ id: `c${n}`, name: 'Plant', url: 'https://influx.example:8086', deviceUrl: 'https://influx.example:8086' },
    ...{
      kind: 'oss2',
      version: 'v2.9.1',
      orgId: '80bc5a7886ca21bd',
      org: 'field',
      operator: false,
      createdAt: 1000 + n,
    },
    owner: { id: '0b0b0b0b0b0b0b0b', name: 'field' },
    ...change,
  }
}

const hostile = 'a\0b \ud800 "\'; DROP TABLE event; -- 😀 \u202e'

const lives: readonly (readonly HandoverEvent[])[] = [
  [
    { kind: 'minted', authId: '0a1b2c3d4e5f6071', createdAt: '2026-03-01T10:00:00.5Z' },
    { kind: 'activated' },
    { kind: 'probed' },
    { kind: 'shown' },
    { kind: 'delivered', proof: 'scanned' },
    { kind: 'confirmed', proof: 'data', firstDataAt: '2026-03-01T10:02:00Z' },
    { kind: 'revoking', why: hostile },
    { kind: 'revoked' },
  ],
  [
    { kind: 'unsure', code: 'net.cut' },
    { kind: 'absent', run: 'r1' },
    { kind: 'absent', run: 'r2' },
    { kind: 'abandoned' },
  ],
  [{ kind: 'refused', code: 'perm.create' }],
  [{ kind: 'too-wide', authId: '0a1b2c3d4e5f6072' }, { kind: 'revoked' }],
  [
    { kind: 'minted', authId: '0a1b2c3d4e5f6073', createdAt: hostile },
    { kind: 'delivered', proof: 'hash' },
    { kind: 'activated' },
    { kind: 'confirmed', proof: 'technician' },
    { kind: 'gone' },
  ],
]

/** What every ledger does. */
export const ledgerCases: readonly LedgerCase[] = [
  {
    name: 'a new ledger is a new install with nothing in it, and stays that install',
    run(open) {
      const first = value(open())
      assert.match(first.install, /^[0-9a-f]{16}$/)
      assert.deepEqual([first.stories(), first.connections(), first.story('0')], [[], [], undefined])
      first.close()
      const again = value(open())
      assert.equal(again.install, first.install)
      again.close()
    },
  },
  {
    name: 'begin writes the intent with its asked event',
    run: (open) =>
      afterReopening(open, (ledger) => {
        const intent = anIntent(1, {
          replaces: ['0f'.repeat(8), '1e'.repeat(8)],
          keepBoth: true,
          settings: { url: 'http://a', ca: 'PEM' },
        })
        const story = value(ledger.begin(intent, 1_700_000_000_000))
        assert.deepEqual(story.intent, intent)
        assert.equal(story.now.state, 'asked')
        assert.deepEqual(story.events, [
          { n: 1, seq: 0, at: 1_700_000_000_000, event: { kind: 'asked', replaces: true } },
        ])
      }),
  },
  {
    name: 'every kind of event comes back as it was written, in its order',
    run: (open) =>
      afterReopening(open, (ledger) => {
        let written = 0
        lives.forEach((life, n) => {
          const { id } = value(ledger.begin(anIntent(n), 0)).intent
          written += 1
          life.forEach((event, i) => {
            const story = value(ledger.append(id, 1 - i * 86_400_000 * 4000, event))
            assert.deepEqual(story.events.at(-1), {
              n: (written += 1),
              seq: i + 1,
              at: 1 - i * 86_400_000 * 4000,
              event,
            })
          })
        })
        assert.deepEqual(
          ledger.stories().map((story) => story.now.state),
          ['gone', 'revoked', 'abandoned', 'abandoned', 'revoked'],
        )
      }),
  },
  {
    name: 'hostile names survive, or come back as one and the same text',
    run: (open) =>
      afterReopening(open, (ledger) => {
        const { intent } = value(
          ledger.begin(anIntent(1, { bucket: { id: hostile, name: hostile }, owner: hostile }), 5),
        )
        assert.equal(intent.bucket.name, hostile)
        assert.equal(intent.owner, hostile.replace('\ud800', '\ufffd'))
        value(ledger.saveConnection(aConnection(1, { org: hostile, name: hostile, ca: hostile })))
        assert.equal(ledger.connections()[0]?.org, hostile)
      }),
  },
  {
    name: 'stories are told newest first',
    run: (open) =>
      afterReopening(open, (ledger) => {
        for (const n of [3, 1, 2]) value(ledger.begin(anIntent(n), 10 - n))
        assert.equal(ledger.stories().length, 3)
        value(ledger.append(anIntent(3).id, 99, { kind: 'unsure', code: 'net.cut' }))
        assert.equal(ledger.stories()[2]?.now.unsure, true)
        assert.deepEqual(
          ledger.stories().map((story) => story.intent.device),
          ['pump-2', 'pump-1', 'pump-3'],
        )
      }),
  },
  {
    name: 'those that are not at rest are told, newest first, as they come and go',
    run(open) {
      const devices = (ledger: Ledger) => ledger.pending().map((story) => story.intent.device)
      afterReopening(open, (ledger) => {
        for (const n of [3, 1, 2, 4]) value(ledger.begin(anIntent(n), n))
        assert.deepEqual(devices(ledger), ['pump-4', 'pump-2', 'pump-1', 'pump-3'])
        for (const n of [1, 4]) value(ledger.append(anIntent(n).id, 9, { kind: 'refused', code: 'perm.create' }))
        assert.deepEqual(devices(ledger), ['pump-2', 'pump-3'])
        value(ledger.append(anIntent(2).id, 9, { kind: 'minted', authId: '0a1b2c3d4e5f6071', createdAt: 'then' }))
        value(ledger.append(anIntent(2).id, 9, { kind: 'revoked' }))
        assert.deepEqual(devices(ledger), ['pump-3'])
        assert.deepEqual(ledger.pending()[0], ledger.story(anIntent(3).id))
      })
    },
  },
  {
    name: 'many handovers take a step in one transaction, in order: all of it or nothing',
    run: (open) =>
      afterReopening(open, (ledger) => {
        const begun = value(ledger.beginAll([anIntent(2), anIntent(1), anIntent(3)], 5))
        assert.deepEqual(
          begun.map(({ intent }) => intent.device),
          ['pump-2', 'pump-1', 'pump-3'],
        )
        const [two, one, three] = begun.map(({ intent }) => intent.id) as [string, string, string]
        const minted = (authId: string) => ({ kind: 'minted', authId, createdAt: 'z' }) as const
        const sealed = { keyId: 'a1b2c3d4e5f60718', text: 'c2VhbGVk' }
        const steps = [{ id: one, at: 6, event: minted('0a'), sealed }]
        value(ledger.appendAll([...steps, { id: three, at: 7, event: { kind: 'refused', code: 'perm.create' } }]))
        assert.deepEqual(value(ledger.sealed(one)), sealed)
        const before = structuredClone(ledger.stories().map(whole))
        const misplaced = { id: three, at: 9, event: { kind: 'activated' } } as const
        assert.throws(() => ledger.appendAll([{ id: two, at: 8, event: minted('0b') }, misplaced]))
        assert.throws(() => ledger.beginAll([anIntent(4), anIntent(1)], 9))
        assert.deepEqual(ledger.stories().map(whole), before)
        value(ledger.append(two, 10, minted('0b')))
        value(ledger.appendAll([]))
      }),
  },
  {
    name: 'the sealed token is kept and erased with an event',
    run(open) {
      const ledger = value(open())
      const { id } = value(ledger.begin(anIntent(), 1)).intent
      assert.equal(value(ledger.sealed(id)), undefined)
      const sealed = { keyId: 'a1b2c3d4e5f60718', text: 'c2VhbGVk' }
      value(ledger.append(id, 2, { kind: 'minted', authId: '0a', createdAt: 'z' }, sealed))
      value(ledger.append(id, 3, { kind: 'activated' }))
      assert.deepEqual(value(ledger.sealed(id)), sealed)
      ledger.close()
      const again = value(open())
      assert.deepEqual(value(again.sealed(id)), sealed)
      value(again.append(id, 4, { kind: 'revoking', why: 'asked' }, { keyId: 'b', text: 'bmV3' }))
      assert.deepEqual(value(again.sealed(id)), { keyId: 'b', text: 'bmV3' })
      value(again.append(id, 5, { kind: 'revoked' }, 'erase'))
      assert.equal(value(again.sealed(id)), undefined)
      again.close()
      const last = value(open())
      assert.equal(value(last.sealed(id)), undefined)
      last.close()
    },
  },
  {
    name: 'an event with no place, an unknown handover and a second beginning are bugs and leave no trace',
    run: (open) =>
      afterReopening(open, (ledger) => {
        const { id } = value(ledger.begin(anIntent(), 1)).intent
        assert.throws(() => ledger.append(id, 2, { kind: 'delivered', proof: 'hash' }, { keyId: 'k', text: 'x' }))
        assert.throws(() => ledger.append('none', 2, { kind: 'revoked' }))
        assert.throws(() => ledger.begin(anIntent(), 3))
        assert.throws(() => ledger.append(id, 1.5, { kind: 'abandoned' }))
        assert.equal(value(ledger.sealed(id)), undefined)
        assert.equal(ledger.story(id)?.events.length, 1)
        value(ledger.append(id, 4, { kind: 'abandoned' }))
      }),
  },
  {
    name: 'connections are kept, changed and listed in the order they were made',
    run: (open) =>
      afterReopening(open, (ledger) => {
        value(ledger.saveConnection(aConnection(2, { ca: 'PEM', authId: '0a' })))
        value(ledger.saveConnection(aConnection(1)))
        value(ledger.saveConnection(aConnection(2, { operator: true })))
        assert.deepEqual(ledger.connections(), [aConnection(1), aConnection(2, { operator: true })])
      }),
  },
  {
    name: 'a connection is not forgotten while handovers of it are open',
    run(open) {
      const ledger = value(open())
      value(ledger.saveConnection(aConnection(1)))
      const { id } = value(ledger.begin(anIntent(1), 1)).intent
      value(ledger.begin(anIntent(2, { connection: 'c2' }), 1))
      const refused = ledger.forgetConnection('c1')
      assert.deepEqual(refused, { ok: false, failure: { code: 'busy.open-handovers', params: { n: 1 } } })
      assert.equal(ledger.connections().length, 1)
      value(ledger.append(id, 2, { kind: 'abandoned' }))
      value(ledger.forgetConnection('c1'))
      value(ledger.forgetConnection('never-known'))
      ledger.close()
      const again = value(open())
      assert.deepEqual([again.connections(), again.stories().length], [[], 2])
      again.close()
    },
  },
  {
    name: 'acts on tokens come back for the token they were done to, in the order they were noted',
    run(open) {
      const mine = tokenActKinds.map((kind, n) => anAct(n, { kind, at: 5 - n, answered: n % 3 > 0 }))
      const others = [anAct(1, { authId: '0a1b2c3d4e5f6072' }), anAct(2, { connection: 'c2' })]
      const told = (ledger: Ledger) => [
        value(ledger.acts('c1', '0a1b2c3d4e5f6071')),
        value(ledger.acts('c1', '0a1b2c3d4e5f6072')),
        value(ledger.acts('c2', '0a1b2c3d4e5f6071')),
        value(ledger.acts('c2', '0a1b2c3d4e5f6072')),
      ]
      const all = [mine, others.slice(0, 1), others.slice(1), []]
      const ledger = value(open())
      assert.deepEqual(told(ledger), [[], [], [], []])
      value(ledger.noteActs([]))
      value(ledger.noteActs(mine.slice(0, 2)))
      value(ledger.begin(anIntent(1), 5))
      value(ledger.noteActs(others))
      for (const act of mine.slice(2)) value(ledger.noteActs([act]))
      assert.deepEqual(told(ledger), all)
      ledger.close()
      const again = value(open())
      assert.deepEqual([told(again), again.stories().length], [all, 1])
      value(again.noteActs([anAct(9)]))
      assert.deepEqual(told(again)[0], [...mine, anAct(9)])
      again.close()
    },
  },
  {
    name: 'hostile details survive, or come back as one and the same text, and a long one is cut',
    run(open) {
      const ledger = value(open())
      value(ledger.noteActs([anAct(1, { detail: hostile }), anAct(2, { detail: '😀'.repeat(longestDescription) })]))
      const told = value(ledger.acts('c1', '0a1b2c3d4e5f6071'))
      assert.deepEqual(told, [
        anAct(1, { detail: hostile.replace('\ud800', '\ufffd') }),
        anAct(2, { detail: `${'😀'.repeat(longestDescription / 2 - 1)}…` }),
      ])
      ledger.close()
      const again = value(open())
      assert.deepEqual(value(again.acts('c1', '0a1b2c3d4e5f6071')), told)
      again.close()
    },
  },
  {
    name: 'acts are noted all or none',
    run(open) {
      const ledger = value(open())
      value(ledger.noteActs([anAct(1)]))
      assert.throws(() => ledger.noteActs([anAct(2), anAct(3, { at: 1.5 })]))
      assert.deepEqual(value(ledger.acts('c1', '0a1b2c3d4e5f6071')), [anAct(1)])
      value(ledger.noteActs([anAct(4)]))
      ledger.close()
      const again = value(open())
      assert.deepEqual(value(again.acts('c1', '0a1b2c3d4e5f6071')), [anAct(1), anAct(4)])
      again.close()
    },
  },
  {
    name: 'a connection is not forgotten while a token that was replaced through it is still to be deleted',
    run(open) {
      const ledger = value(open())
      value(ledger.saveConnection(aConnection(1)))
      const { id } = value(ledger.begin(anIntent(1, { replaces: ['0f'.repeat(8)] }), 1)).intent
      const isRefused = () =>
        assert.deepEqual(ledger.forgetConnection('c1'), {
          ok: false,
          failure: { code: 'busy.open-handovers', params: { n: 1 } },
        })
      const at = '2026-07-01T08:00:00Z'
      const life: readonly HandoverEvent[] = [
        { kind: 'minted', authId: '1e'.repeat(8), createdAt: at },
        { kind: 'activated' },
        { kind: 'delivered', proof: 'scanned' },
        { kind: 'old-off', at, since: at },
        { kind: 'confirmed', proof: 'technician' },
        { kind: 'gone' },
        { kind: 'old-ending', why: 'asked' },
      ]
      for (const event of life) {
        value(ledger.append(id, 2, event))
        if (ledger.story(id)?.now.old !== 'live') isRefused()
      }
      value(ledger.append(id, 3, { kind: 'old-gone' }))
      value(ledger.forgetConnection('c1'))
      ledger.close()
    },
  },
]

/** The value of a result that must be a success. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code} ${JSON.stringify(result.failure.params)}`)
  return result.value
}

/** Does something, then proves that a ledger opened anew tells the same. */
function afterReopening(open: OpenLedger, act: (ledger: Ledger) => void): void {
  const ledger = value(open())
  act(ledger)
  const before = ledger.stories().map(whole)
  const connections = ledger.connections()
  ledger.close()
  const again = value(open())
  assert.deepEqual(again.stories().map(whole), before)
  for (const story of again.stories()) assert.equal(again.story(story.intent.id), story)
  assert.deepEqual(again.connections(), connections)
  again.close()
}
