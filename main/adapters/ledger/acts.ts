import { readLedger } from '../../contract/ledger-rows'
import { shortAct, type TokenAct } from '../../contract/token-act'
import { link, wellFormed } from './chain'
import { damagedError } from './damage'
import type { SqlDatabase, Value } from './database'
import { list } from './read-events'

const columns = 'n, connection, auth_id, kind, at_wall, answered, detail, chain'
const insert = `INSERT INTO act (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

/** How many acts there are, and the hash of the last. */
export interface ActsHead {
  readonly n: number
  readonly chain: string
}

/** What the first act is chained to: bound to the install, and no event's. */
export function noActs(install: string): ActsHead {
  return { n: 0, chain: link('fieldkey acts 1', [install]) }
}

/** What the ledger says of its acts. Throws a `damagedError` where it says that there are none and names a last one. */
export function readActsHead(db: SqlDatabase, install: string): ActsHead {
  const [n, chain] = readLedger('actsHead', db.rows('SELECT acts, acts_head FROM ledger')[0])
  if (n === 0 && chain !== '') throw damagedError('broken', 'no act, and the hash of one')
  return n === 0 ? noActs(install) : { n, chain }
}

/** Reads an act's row after the hash `previous`; throws a `damagedError` when it is not as it was written. */
function readAct(previous: string, row: unknown): ActsHead & { readonly act: TokenAct } {
  const [n, connection, authId, kind, at, answered, detail, chain] = readLedger('actRow', row)
  if (link(previous, [n, connection, authId, kind, at, answered, detail]) !== chain) {
    throw damagedError('broken', `act ${n} is not as it was written`)
  }
  return { n, chain, act: { connection, authId, kind, at, answered: answered === 1, detail } }
}

/** Up to so many rows are in memory at once: a few milliseconds of work. */
const slice = 256

/**
 * A walk over the acts after `from` up to `to`. `next` holds one slice of them against their hashes and says whether more
 * follow; it throws a `damagedError` when one is missing, is not as it was written, or the last is not `to`.
 */
export function walkActs(db: SqlDatabase, from: ActsHead, to: ActsHead): { readonly next: () => boolean } {
  let at = from
  return {
    next() {
      const until = Math.min(at.n + slice, to.n)
      for (const row of list(db, columns, 'act WHERE n > ? AND n <= ?', at.n, until)) {
        const read = readAct(at.chain, row)
        if (read.n !== at.n + 1) throw damagedError('broken', `act ${read.n} has no place`)
        at = read
      }
      if (at.n < until || (at.n >= to.n && at.chain !== to.chain)) {
        throw damagedError('broken', `${at.n} acts where ${to.n} were written`)
      }
      return at.n < to.n
    },
  }
}

/** Verifies every act after `from` and returns where they end. */
export function checkActs(db: SqlDatabase, install: string, from: ActsHead): ActsHead {
  const head = readActsHead(db, install)
  const walk = walkActs(db, from, head)
  while (walk.next());
  const [more] = db.rows('SELECT n FROM act WHERE n > ? OR n < 1', head.n)
  if (more !== undefined) throw damagedError('broken', `more than ${head.n} acts`)
  return head
}

/** Where the acts up to `n` ended, if they do so with the hash `chain`. */
export function actsAt(db: SqlDatabase, install: string, n: number, chain: string): ActsHead | undefined {
  if (n === 0) return chain === noActs(install).chain ? noActs(install) : undefined
  const [row] = list(db, 'chain', 'act WHERE n = ?', n)
  return JSON.stringify(row) === JSON.stringify([chain]) ? { n, chain } : undefined
}

/** One token's acts, oldest first, each held against its hash and the one before it. Throws a `damagedError`. */
export function readActs(db: SqlDatabase, install: string, connection: string, authId: string): readonly TokenAct[] {
  const which = ['a.connection = ? AND a.auth_id = ?', wellFormed(connection), wellFormed(authId)] as const
  return readChained(db, install, ...which)
}

/** The act with the number `n`, held against its hash and the one before it. Throws a `damagedError`. */
export function readActAt(db: SqlDatabase, install: string, n: number): readonly TokenAct[] {
  return readChained(db, install, 'a.n = ?', n)
}

function readChained(db: SqlDatabase, install: string, which: string, ...values: readonly Value[]) {
  const all = columns.split(', ').map((name) => `a.${name}`)
  const rows = list(
    db,
    `b.chain, ${all.join(', ')}`,
    `act a LEFT JOIN act b ON b.n = a.n - 1 WHERE ${which}`,
    ...values,
  )
  return rows
    .map((row) => {
      const [previous, ...act] = Array.isArray(row) ? (row as readonly unknown[]) : []
      return readAct(act[0] === 1 ? noActs(install).chain : String(previous), act)
    })
    .sort((one, other) => one.n - other.n)
    .map(({ act }) => act)
}

/** Adds acts after `head`, within a transaction; returns where they end. Refuses what another program has written. */
export function addActs(db: SqlDatabase, head: ActsHead, acts: readonly TokenAct[]): ActsHead {
  let { n, chain } = head
  const rows = acts.map(shortAct).map(({ connection, authId, kind, at, answered, detail }) => {
    n += 1
    const texts = [connection, authId, kind].map(wellFormed)
    const row: readonly Value[] = [n, ...texts, at, answered ? 1 : 0, wellFormed(detail)]
    chain = link(chain, row)
    return [...row, chain]
  })
  const said = head.n === 0 ? '' : head.chain
  const moved = db.run(
    'UPDATE ledger SET acts = ?, acts_head = ? WHERE acts = ? AND acts_head = ?',
    ...[n, chain, head.n, said],
  )
  if (moved !== 1) throw damagedError('replaced', 'another program has written to it')
  for (const row of rows) db.run(insert, ...row)
  return { n, chain }
}
