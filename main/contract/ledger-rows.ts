import * as v from 'valibot'
import { errandSchema } from './errand'
import { tokenActKind } from './token-act'

const text = v.string()

const eventSchema = v.variant('kind', [
  v.object({ kind: v.literal('asked'), replaces: v.exactOptional(v.literal(true)) }),
  v.object({ kind: v.literal('unsure'), code: text }),
  v.object({ kind: v.literal('refused'), code: text }),
  v.object({ kind: v.literal('minted'), authId: text, createdAt: text }),
  v.object({ kind: v.literal('too-wide'), authId: text }),
  v.object({ kind: v.literal('activated') }),
  v.object({ kind: v.literal('probed') }),
  v.object({ kind: v.literal('disabled') }),
  v.object({ kind: v.literal('enabled') }),
  v.object({ kind: v.literal('replaced') }),
  v.object({ kind: v.literal('shown') }),
  v.object({ kind: v.literal('delivered'), proof: v.picklist(['hash', 'weak', 'scanned', 'data']) }),
  v.object({
    kind: v.literal('confirmed'),
    proof: v.picklist(['data', 'technician']),
    firstDataAt: v.exactOptional(text),
  }),
  v.object({ kind: v.literal('revoking'), why: text }),
  v.object({ kind: v.literal('called-back') }),
  v.object({ kind: v.literal('revoked') }),
  v.object({ kind: v.literal('gone') }),
  v.object({ kind: v.literal('returned'), status: v.picklist(['active', 'inactive']) }),
  v.object({ kind: v.literal('absent'), run: text }),
  v.object({ kind: v.literal('abandoned') }),
  v.object({ kind: v.literal('old-off'), at: text, since: text }),
  v.object({ kind: v.literal('old-back') }),
  v.object({ kind: v.literal('old-on') }),
  v.object({ kind: v.literal('old-ending'), why: v.picklist(['due', 'asked']) }),
  v.object({ kind: v.literal('old-gone') }),
  v.object({ kind: v.literal('old-kept') }),
])

/** A list of texts of any length, looked at in one go: a snapshot has as many as there are handovers, and a start waits. */
const texts = v.custom<readonly string[]>((list) => Array.isArray(list) && list.every((one) => typeof one === 'string'))

const bit = v.picklist([0, 1])
const delivery = v.picklist(['qr', 'usb'])

const intentRow = v.tuple([text, text, text, text, text, text, text, text, text, bit, delivery, text])

const handover = v.object({
  state: v.picklist(['asked', 'minted', 'delivered', 'confirmed', 'revoked', 'abandoned', 'gone']),
  authId: v.exactOptional(text),
  createdAt: v.exactOptional(text),
  active: v.boolean(),
  disabled: v.boolean(),
  replaced: v.boolean(),
  probed: v.boolean(),
  unsure: v.boolean(),
  tooWide: v.boolean(),
  revoking: v.boolean(),
  timesShown: v.number(),
  proof: v.exactOptional(v.picklist(['hash', 'weak', 'scanned', 'data'])),
  confirmedBy: v.exactOptional(v.picklist(['data', 'technician'])),
  returned: v.exactOptional(v.literal(true)),
  firstDataAt: v.exactOptional(text),
  absentRuns: v.array(text),
  old: v.exactOptional(v.picklist(['live', 'off', 'returning', 'on', 'ending', 'gone', 'kept'])),
  oldOffAt: v.exactOptional(text),
  dataSince: v.exactOptional(text),
  askedAt: v.number(),
  deliveredAt: v.exactOptional(v.number()),
  changedAt: v.number(),
  steps: v.number(),
})

const schemas = {
  /** A handover's event, its kind and its detail in one object. */
  event: eventSchema,
  /** Columns of `event`: n, handover, seq, kind, at_wall, at_server, detail, chain. */
  eventRow: v.tuple([v.number(), text, v.number(), text, v.number(), text, text, text]),
  /** Columns of `handover`, in their order. */
  intentRow,
  /** Where a handover stands, as a snapshot tells it. */
  standing: handover,
  /** A snapshot's first line. */
  snapshot: v.object({
    version: text,
    install: text,
    n: v.number(),
    chain: text,
    acts: v.number(),
    actsChain: text,
    ids: texts,
    open: texts,
    atWork: texts,
  }),
  bucket: v.object({ id: text, name: text }),
  settings: v.object({ url: text, ca: v.exactOptional(text) }),
  connection: v.object({
    id: text,
    name: text,
    url: text,
    deviceUrl: text,
    ca: v.exactOptional(text),
    caHash: v.exactOptional(text),
    kind: v.picklist(['oss2', 'cloud']),
    version: text,
    orgId: text,
    org: text,
    owner: v.object({ id: text, name: text }),
    authId: v.exactOptional(text),
    operator: v.boolean(),
    noFlux: v.exactOptional(v.literal(true)),
    replacing: v.exactOptional(v.literal(true)),
    createdAt: v.number(),
    errands: v.exactOptional(v.array(errandSchema)),
  }),
  /** Install, number of events, hash of the last. */
  head: v.tuple([v.pipe(text, v.regex(/^[0-9a-f]{16}$/)), v.number(), text]),
  /** Number of acts, hash of the last. */
  actsHead: v.tuple([v.number(), text]),
  /** Columns of `act`: n, connection, auth_id, kind, at_wall, answered, detail, chain. */
  actRow: v.tuple([v.number(), text, text, tokenActKind, v.number(), bit, text, text]),
  /** Columns of `connection`: id, detail, digest. */
  connectionRow: v.tuple([text, text, text]),
  /** Any list of rows. */
  rows: v.array(v.unknown()),
} as const

/** What a handover's standing consists of: a snapshot of other parts is not of this fold. */
export const standingParts: readonly string[] = Object.keys(handover.entries)

/** The shapes a ledger's file may hold; they live here because valibot does. */
export type LedgerShape = keyof typeof schemas

/** Reads something out of the ledger's file. Throws an error named `ValiError` when it has not that shape. */
export function readLedger<S extends LedgerShape>(shape: S, value: unknown): v.InferOutput<(typeof schemas)[S]> {
  return v.parse(schemas[shape], value)
}
