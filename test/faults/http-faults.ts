import * as fc from 'fast-check'
import {
  answers,
  cut,
  cutInBody,
  drip,
  late,
  meddled,
  repeated,
  retold,
  rewritten,
  said,
  silent,
  slow,
} from '../support/fault-fates'
import type { Meeting } from '../support/fault-line'
import type { Scene } from './scene'

/** Which of a laptop's requests a fault meets. */
export type Met = 'create' | 'switch' | 'remove' | 'list' | 'look' | 'me' | 'bucket' | 'any'

/** A fault with what was generated for one case. */
export interface Played {
  readonly met: Met
  /** So many fitting requests pass first, so many meet the fault. */
  readonly skip: number
  readonly times: number
  readonly meet: (scene: Scene) => Meeting
  /** For the report of a failed case. */
  readonly detail: string
}

/** A fault of the list that happens between the laptop and the server. */
export interface HttpFault {
  readonly number: number
  readonly name: string
  readonly cases: fc.Arbitrary<Played>
}

const anywhere: readonly Met[] = ['create', 'create', 'switch', 'remove', 'list', 'look', 'me', 'bucket', 'any']

/**
 * A fault that can meet any of `met`; `times` are tries, so that some outlive the repetitions and some do not. Of one kind of
 * request there is seldom a second that something is to do for: none is let pass then.
 */
function fault<T>(
  number: number,
  name: string,
  detail: fc.Arbitrary<T>,
  meet: (detail: T) => (scene: Scene) => Meeting,
  { met = anywhere, most = 8 }: { readonly met?: readonly Met[]; readonly most?: number } = {},
): HttpFault {
  const where = fc.record({
    met: fc.constantFrom(...met),
    skip: most > 1 && met.length > 1 ? fc.constantFrom(0, 0, 0, 1) : fc.constant(0),
    times: fc.integer({ min: 1, max: most }),
  })
  const cases = fc
    .tuple(where, detail)
    .map(([place, one]): Played => ({ ...place, meet: meet(one), detail: JSON.stringify(one) }))
  return { number, name, cases }
}

const fate = (made: Extract<Meeting, { fate: unknown }>['fate']) => () => ({ fate: made })
const nothing = fc.constant(null)
const day = 86_400_000
const idOf = (path: string) => /authorizations\/([0-9a-f]{16})/.exec(path)?.[1]

/** The faults that sit in the proxy, by their numbers in list.ts. */
export const httpFaults: readonly HttpFault[] = [
  fault(1, 'connection refused', nothing, () => ({ doors }) => ({ door: doors.refused })),
  fault(2, 'DNS failure', nothing, () => ({ doors }) => ({ door: doors['unknown-name'] })),
  fault(3, 'connect time-out', nothing, () => ({ doors }) => ({ door: doors['no-handshake'] })),
  fault(4, 'reset before the request left', nothing, () => ({ doors }) => ({ door: doors.reset })),
  fault(5, 'reset after the request was read', fc.boolean(), (arrives) => fate(cut(arrives))),
  fault(6, 'answer cut in the body', fc.double({ min: 0, max: 1, noNaN: true }), (share) => fate(cutInBody(share))),
  fault(7, 'answer never comes', fc.constantFrom('never-arrives', 'acts', 'head-only'), (how) => fate(silent(how))),
  fault(8, 'answer after our time-out', fc.constantFrom('at-once', 'late'), (arrives) => fate(late(arrives))),
  fault(9, '1 kB/s', fc.integer({ min: 100, max: 1000 }), (bytes) => fate(slow(bytes))),
  fault(10, 'one-byte packets', nothing, () => fate(drip)),
  fault(11, '500 before the commit', nothing, () => fate(said(answers.internal, false))),
  fault(12, '500 after the commit', nothing, () => fate(said(answers.internal, true))),
  fault(
    13,
    '502, 503 or 504 from a proxy',
    fc.tuple(fc.constantFrom(502, 503, 504), fc.boolean()),
    ([status, arrives]) => fate(said(answers.unavailable(status), arrives)),
  ),
  fault(
    14,
    '429 with and without Retry-After',
    fc.constantFrom(undefined, '0', '1', '12', '900', '-3', 'soon', 'Thu, 12 Nov 2026 13:00:20 GMT'),
    (wait) => fate(said(answers.busy(wait), false)),
  ),
  fault(15, 'admin token revoked mid-way', fc.constantFrom('deleted', 'inactive'), (how) => (scene) => ({
    fate: meddled('before', () => scene.endAdminToken(how)),
  })),
  fault(16, 'bucket deleted mid-way', nothing, () => (scene) => ({
    fate: meddled('before', () => scene.deleteBucket()),
  })),
  fault(
    17,
    'captive portal',
    fc.tuple(fc.constantFrom('page', 'page', 'away', 'away', 200, 204, 404), fc.boolean()),
    ([who, arrives]) =>
      ({ doors }) => {
        // By another name than the server's. Who is sent elsewhere, or asks somebody else, was not let through.
        const away = answers.portalAway(doors.elsewhere.url.replace('127.0.0.1', 'localhost'))
        if (who === 'page') return { fate: said(answers.portal, arrives) }
        return { fate: said(typeof who === 'number' ? answers.stranger(who) : away, false) }
      },
  ),
  fault(
    18,
    'a certificate that is not to be trusted',
    fc.constantFrom('expired', 'not-yet', 'wrong-host', 'self-signed', 'unknown'),
    (name) =>
      ({ doors }) => ({ door: doors[name] }),
  ),
  fault(
    19,
    'the clock jumps',
    fc.oneof(fc.constantFrom(day, -day, 3650 * day, -3650 * day), fc.integer({ min: -3650 * day, max: 3650 * day })),
    (by) => (scene) => ({
      fate: meddled('before', () => {
        scene.clock.jump(by)
        return Promise.resolve()
      }),
    }),
  ),
  fault(
    20,
    '201 with no token',
    fc.constantFrom(undefined, '', 'redacted', null, 'x'.repeat(88)),
    (token) =>
      fate(
        retold((json) => {
          if (token === undefined) delete json['token']
          else json['token'] = token
        }),
      ),
    { met: ['create'], most: 1 },
  ),
  fault(
    21,
    '201 but nothing stored',
    nothing,
    () => (scene) => ({
      fate: meddled('after', async (_exchange, answer) => {
        const { id } = JSON.parse(answer?.body ?? '{}') as { id?: string }
        if (id !== undefined) await scene.deleteToken(id)
      }),
    }),
    { met: ['create'], most: 1 },
  ),
  fault(22, 'the POST arrives three times', fc.constantFrom(2, 3), (times) => fate(repeated(times)), {
    met: ['create'],
    most: 1,
  }),
  fault(23, 'PATCH lost', fc.boolean(), (arrives) => fate(cut(arrives)), { met: ['switch'] }),
  fault(
    24,
    'DELETE lost, or 404',
    fc.constantFrom('lost', 'lost-after', '404'),
    (how) => fate(how === '404' ? repeated(2) : cut(how === 'lost-after')),
    { met: ['remove'] },
  ),
  fault(
    25,
    '201 with a wider scope than asked',
    fc.constantFrom('every-bucket', 'read-too', 'active'),
    (how) => fate(rewritten((json) => widen(json, how))),
    { met: ['create'], most: 1 },
  ),
  fault(
    40,
    'server restored from a backup: our token is gone',
    nothing,
    () => (scene) => ({
      fate: meddled('before', async ({ request }) => {
        await scene.deleteToken(idOf(request.path) ?? scene.newestToken() ?? '')
      }),
    }),
    { met: ['switch', 'look', 'list', 'remove', 'any'], most: 1 },
  ),
]

function widen(json: Record<string, unknown>, how: string): void {
  const permissions = json['permissions'] as { action: string; resource: { id?: string } }[] | undefined
  const [first] = permissions ?? []
  if (!permissions || !first) return
  if (how === 'active') json['status'] = 'active'
  else if (how === 'read-too') permissions.push({ ...first, action: 'read' })
  else delete first.resource.id
}
