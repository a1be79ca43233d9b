import { ok, type Result } from '../contract/result'
import { readDescription } from '../domain/description'
import { isDeviceToken } from '../domain/rights'
import type { Clock } from '../ports/clock'
import type { Authorization } from '../ports/influx'
import type { Session } from './sessions'

/** How old a list may be when it is asked whether a device already has a live token (product law). */
export const indexMaxAge = 30_000

/** One full list of a connection's authorizations. InfluxDB has no paging and no filter by description. */
export interface TokenList {
  readonly connection: string
  readonly rows: readonly Authorization[]
  /** Wall clock, milliseconds. */
  readonly asOf: number
  /** Monotonic clock, milliseconds, when the request left. */
  readonly asked: number
}

/** The list of tokens, kept for a while. */
export interface TokenIndex {
  /** The newest list there is, however old. */
  known(connectionId: string): TokenList | undefined
  /** A list asked for at most `maxAge` ms ago; fetches one if needed. Parallel callers share one request. */
  atMost(session: Session, maxAge: number): Promise<Result<TokenList>>
  /** A list whose request leaves now. */
  fetch(session: Session): Promise<Result<TokenList>>
  /** Replaces or removes a row after we changed it ourselves. */
  changed(connectionId: string, id: string, row: Authorization | undefined): void
  /** The same for many at once. */
  changedAll(connectionId: string, rows: ReadonlyMap<string, Authorization | undefined>): void
  /** Something on the server was seen to be newer than the list: the next who asks gets a fresh one. */
  expire(connectionId: string): void
  /** The connection has another token, which may see others: a list still under way is the old one's. */
  forget(connectionId: string): void
}

/** Changes we made ourselves and the server answered. */
interface Change {
  readonly connection: string
  readonly rows: ReadonlyMap<string, Authorization | undefined>
  /** Monotonic clock, milliseconds. */
  readonly at: number
}

/** No list is under way longer than this. */
const longestList = 120_000

function withChange(list: TokenList, rows: Change['rows']): TokenList {
  const others = list.rows.filter(({ id }) => !rows.has(id))
  return { ...list, rows: [...others, ...[...rows.values()].filter((row) => row !== undefined)] }
}

/** Adds a change to others: of each row the last one counts, rows are in the order in which they were last changed. */
function add(all: Map<string, Authorization | undefined>, rows: Change['rows']): typeof all {
  for (const [id, row] of rows) {
    all.delete(id)
    all.set(id, row)
  }
  return all
}

/** After so long somebody may look elsewhere meanwhile. */
const longAfter = 1000

/** Makes the index; `onLong` hears when a list takes long, and when none does any more. */
export function createTokenIndex(parts: {
  readonly clock: Clock
  readonly onChange: () => void
  readonly onLong: (underway: boolean) => void
}): TokenIndex {
  const { clock, onChange } = parts
  const watchLong = createLongWatch(clock, parts.onLong)
  const lists = new Map<string, TokenList>()
  /** Our own changes that are not in the kept list yet: a list of thousands is not copied for each of a thousand. */
  const fresh = new Map<string, Map<string, Authorization | undefined>>()
  const underway = new Map<string, Promise<Result<TokenList>>>()
  const ours: Change[] = []
  const expired = new Map<string, number>()
  /** Counts the tokens a connection has had in this run. */
  const tokens = new Map<string, number>()
  const tokenOf = (connection: string) => tokens.get(connection) ?? 0

  /** A list whose request left before our own change may still show what was before it. */
  const upToDate = (list: TokenList): TokenList => {
    const later = ours.filter(({ connection, at }) => connection === list.connection && at >= list.asked)
    return later.length === 0
      ? list
      : withChange(
          list,
          later.reduce((all, { rows }) => add(all, rows), new Map<string, Authorization | undefined>()),
        )
  }

  const kept = (connection: string): TokenList | undefined => {
    const [list, rows] = [lists.get(connection), fresh.get(connection)]
    if (!list || !rows) return list
    const now = withChange(list, rows)
    lists.set(connection, now)
    fresh.delete(connection)
    return now
  }

  const index: TokenIndex = {
    known: kept,
    async atMost(session, maxAge) {
      const { id } = session.connection
      const list = kept(id)
      const young = list && clock.monotonic() - list.asked <= maxAge && list.asked > (expired.get(id) ?? -Infinity)
      if (young) return ok(list)
      return underway.get(id) ?? index.fetch(session)
    },
    fetch(session) {
      const { id, orgId } = session.connection
      const asked = clock.monotonic()
      const token = tokenOf(id)
      const request = (async (): Promise<Result<TokenList>> => {
        const answer = await watchLong(session.influx.authorizations(orgId))
        if (!answer.ok) return answer
        const list = upToDate({ connection: id, rows: answer.value, asOf: clock.now(), asked })
        if (token === tokenOf(id) && asked >= (lists.get(id)?.asked ?? -Infinity)) {
          lists.set(id, list)
          // What is not in the one before is in this one, or was answered before it was asked for.
          fresh.delete(id)
        }
        onChange()
        return ok(list)
      })()
      underway.set(id, request)
      void request.finally(() => {
        if (underway.get(id) === request) underway.delete(id)
      })
      return request
    },
    changed: (connection, id, row) => {
      index.changedAll(connection, new Map([[id, row]]))
    },
    changedAll(connection, rows) {
      const at = clock.monotonic()
      while (ours[0] && at - ours[0].at > longestList) ours.shift()
      ours.push({ connection, rows, at })
      if (!lists.has(connection)) return
      fresh.set(connection, add(fresh.get(connection) ?? new Map<string, Authorization | undefined>(), rows))
      onChange()
    },
    expire(connection) {
      expired.set(connection, clock.monotonic())
      underway.delete(connection)
    },
    forget(connection) {
      tokens.set(connection, tokenOf(connection) + 1)
      lists.delete(connection)
      fresh.delete(connection)
      underway.delete(connection)
      onChange()
    },
  }
  return index
}

/** Tells of work that takes long: once when the first does, once when the last is over. */
function createLongWatch(clock: Clock, tell: (underway: boolean) => void) {
  const long = new Set<Promise<unknown>>()
  return async <T>(work: Promise<T>): Promise<T> => {
    const cancel = clock.after(longAfter, () => {
      long.add(work)
      if (long.size === 1) tell(true)
    })
    try {
      return await work
    } finally {
      cancel()
      if (long.delete(work) && long.size === 0) tell(false)
    }
  }
}

/** The rows of `list` that Fieldkey made for `device`, on this laptop or another. */
export function rowsOf(list: TokenList, device: string): readonly Authorization[] {
  return list.rows.filter(({ description, permissions }) => {
    const { text, marker } = readDescription(description)
    return marker !== undefined && text === device && isDeviceToken(permissions)
  })
}
