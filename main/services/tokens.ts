import { failure } from '../contract/failure'
import { done, failed, ok, type Result } from '../contract/result'
import type { TokenPage, TokenRow } from '../contract/views'
import { deviceOf, readDescription } from '../domain/description'
import { isOver } from '../domain/handover'
import { accessOf, deviceBucket } from '../domain/permissions'
import { isDeviceToken } from '../domain/rights'
import type { Authorization } from '../ports/influx'
import type { Connection, Ledger } from '../ports/ledger'
import type { Activation } from './activate'
import type { Board } from './board'
import type { Sessions } from './sessions'
import type { TokenIndex } from './token-index'

/** What revoking one of several tokens came to. */
export interface RevokeResult {
  readonly id: string
  readonly result: Result<void>
}

/** The list of tokens, without their texts. */
export interface Tokens {
  query(request: { readonly search: string; readonly from: number; readonly count: number }): TokenPage
  refresh(): Promise<Result<void>>
  revoke(ids: readonly string[]): Promise<Result<readonly RevokeResult[]>>
}

/** Makes the token list. */
export function createTokens(parts: {
  readonly board: Board
  readonly ledger: Ledger
  readonly sessions: Sessions
  readonly index: TokenIndex
  readonly activation: Activation
}): Tokens {
  const { board, ledger, sessions, index, activation } = parts

  const rowsNow = (connection: Connection): readonly TokenRow[] => {
    const list = index.known(connection.id)?.rows ?? []
    const lives = new Map<string, number>()
    for (const row of list) {
      const device = row.status === 'active' ? deviceOf(row.description) : undefined
      if (device !== undefined) lives.set(device, (lives.get(device) ?? 0) + 1)
    }
    return list
      .map((row) => toRow(row, connection, ledger.install, (lives.get(deviceOf(row.description) ?? '') ?? 0) > 1))
      .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
  }

  const revokeOne = async (connection: Connection, id: string): Promise<Result<void>> => {
    const session = await sessions.of(connection.id)
    if (!session.ok) return session
    const listed = index.known(connection.id)?.rows.find((one) => one.id === id)
    const row = listed ? ok(listed) : sessions.heed(await session.value.influx.authorization(id))
    if (!row.ok && row.failure.code !== 'token.gone') return row
    if (row.ok && couldBeOwn(row.value, connection)) return failed(failure('token.own'))
    const story = board.stories().find(({ now }) => now.authId === id)
    if (story && !isOver(story.now)) return activation.revoke(session.value, story, 'revoked in Tokens')
    const removed = sessions.heed(await session.value.influx.remove(id))
    if (!removed.ok) return removed
    index.changed(connection.id, id, undefined)
    return done
  }

  return {
    query({ search, from, count }) {
      const connection = sessions.chosen()
      if (!connection) return { rows: [], total: 0, all: 0, asOf: 0, incomplete: false }
      const all = rowsNow(connection)
      const words = search.trim().toLowerCase()
      const found = words === '' ? all : all.filter((row) => matches(row, words))
      const health = sessions.health()
      return {
        rows: found.slice(from, from + count),
        total: found.length,
        all: all.length,
        asOf: index.known(connection.id)?.asOf ?? 0,
        incomplete: !connection.operator,
        ...(health.kind === 'failing' ? { failure: health.failure } : {}),
      }
    },
    async refresh() {
      const session = await sessions.current()
      if (!session.ok) return session
      const list = await index.fetch(session.value)
      return list.ok ? done : list
    },
    async revoke(ids) {
      const connection = sessions.chosen()
      if (!connection) return failed(failure('auth.rejected'))
      const results: RevokeResult[] = []
      for (const id of ids) results.push({ id, result: await revokeOne(connection, id) })
      return ok(results)
    },
  }
}

/** Tokens are hashed on the server, so a pasted token's own row may be any of its owner's that is not a device's. */
function couldBeOwn(row: Authorization, { authId, owner }: Connection): boolean {
  return authId === undefined ? row.userId === owner.id && !isDeviceToken(row.permissions) : row.id === authId
}

function toRow(row: Authorization, connection: Connection, install: string, duplicate: boolean): TokenRow {
  const { text, marker } = readDescription(row.description)
  const device = deviceOf(row.description)
  const bucket = deviceBucket(row.permissions)
  const named = row.permissions.flatMap(({ resource }) =>
    resource.type === 'buckets' && resource.id ? [resource.name ?? resource.id] : [],
  )
  return {
    id: row.id,
    description: text,
    ...(device === undefined ? {} : { device }),
    bucket: bucket ? (bucket.name ?? '') : [...new Set(named)].join(', '),
    ...(bucket?.id === undefined ? {} : { bucketId: bucket.id }),
    access: accessOf(row.permissions),
    status: bucket && bucket.name === undefined ? 'bucket-deleted' : row.status,
    owner: row.user,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    madeHere: marker?.install === install,
    duplicate,
    own: couldBeOwn(row, connection),
  }
}

function matches(row: TokenRow, words: string): boolean {
  const compact = words.replaceAll(' ', '')
  if (/^[0-9a-f]{4,16}$/.test(compact) && row.id.includes(compact)) return true
  return [row.description, row.bucket, row.owner, row.access].some((text) => text.toLowerCase().includes(words))
}
