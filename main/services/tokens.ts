import { failure } from '../contract/failure'
import { done, failed, ok, type Result } from '../contract/result'
import type { TokenFilter } from '../contract/token-query'
import type { Reword, RewordPreview } from '../contract/reword'
import type { SelectionSummary } from '../contract/selection-views'
import type { CreateReply, TokenOutcome, TokenOwner, TokenPage, TokenRow } from '../contract/views'
import type { Authorization } from '../ports/influx'
import type { Connection, Ledger } from '../ports/ledger'
import type { SettingsStore } from '../ports/settings'
import type { Board } from './board'
import type { CreateRequest, CreateToken } from './create-token'
import type { FirstLooks } from './first-look'
import type { Owners } from './owners'
import type { Sessions } from './sessions'
import type { TokenActs } from './token-acts'
import type { Bulk } from './token-bulk'
import type { TokenChanges } from './token-changes'
import { readEntry } from './token-entries'
import type { TokenIndex } from './token-index'
import { createTokenRecord, type TokenRecord } from './token-record'
import { createTokenSearch } from './token-query'
import { previewReword } from './token-rewording'
import { rowOf, surelyOwn } from './token-rows'
import { summarise } from './token-summary'
import type { TokenRisks } from './token-risks'
import { createTokenTables, type TokenTable } from './token-table'
import type { TokenTexts } from './token-texts'
import type { Unclaimed } from './unclaimed'

/** Every token of the organization, as far as the connection may see: the list without texts, and what a person does to it. */
export interface Tokens {
  query(request: TokenFilter & { readonly from: number; readonly count: number }): TokenPage
  refresh(): Promise<Result<void>>
  find: TokenRecord['find']
  story: TokenRecord['story']
  /** Whose a new token may be. */
  owners(): Promise<Result<readonly TokenOwner[]>>
  /** `cancelled` when nobody is there any more to get the text: then the token is revoked, or `token.left` says it is not yet. */
  create(request: CreateRequest): Promise<Result<CreateReply>>
  /** Shows or copies the text of a token just created. */
  text: TokenTexts['act']
  /** Lets such a text go; a token that nobody took is revoked. */
  letGo: TokenTexts['letGo']
  /** What disabling, enabling or revoking these would do, as far as the list knows; `cancelled` when no server is in use. */
  summary(ids: readonly string[]): Result<SelectionSummary>
  setStatus(ids: readonly string[], status: 'active' | 'inactive'): Promise<Result<readonly TokenOutcome[]>>
  revoke(ids: readonly string[]): Promise<Result<readonly TokenOutcome[]>>
  /** Sets the review date of device tokens, or takes it out. */
  setReview(ids: readonly string[], review: string | null): Promise<Result<readonly TokenOutcome[]>>
  describe(id: string, text: string): Promise<Result<TokenRow>>
  /** What would become of descriptions, as far as the list knows; `cancelled` when no server is in use. */
  previewDescribe(ids: readonly string[], how: Reword): Result<RewordPreview>
  /** Writes many descriptions, each where it still reads as it did. */
  describeAll: TokenChanges['describeAll']
  stop(): void
}

/** Makes the tokens. */
export function createTokens(parts: {
  readonly board: Board
  readonly ledger: Ledger
  readonly sessions: Sessions
  readonly index: TokenIndex
  readonly create: CreateToken
  readonly changes: TokenChanges
  readonly texts: TokenTexts
  readonly unclaimed: Unclaimed
  readonly acts: TokenActs
  readonly owners: Owners
  readonly risks: TokenRisks
  readonly firsts: FirstLooks
  readonly bulk: Bulk
  readonly settings: SettingsStore
}): Tokens {
  const { board, ledger, sessions, index, create, changes, texts, unclaimed, acts, owners, risks, firsts, bulk } = parts
  const { settings } = parts
  const { install } = ledger
  const tableOf = createTokenTables()
  const search = createTokenSearch(install)
  const nothing = { rows: [], asOf: 0, asked: 0 }

  const known = (connection: string) => tableOf(index.known(connection) ?? { connection, ...nothing })
  const empty = { ...nothing, connection: '' }
  const around = (table: TokenTable, connection: Connection) => ({
    table,
    connection,
    install,
    look: risks(table, connection.id, surelyOwn(table.entries, connection)),
    first: firsts(connection.id),
    inactiveOwners: owners.inactive(connection.id),
  })
  const toRow = (row: Authorization, connection: Connection): TokenRow => {
    const table = known(connection.id)
    return rowOf(readEntry(row), around(table, connection))
  }
  const record = createTokenRecord({ board, sessions, index, acts, toRow })

  return {
    query({ from, count, ...filter }) {
      const connection = sessions.chosen()
      if (!connection) return { rows: [], total: 0, all: 0, asOf: 0, incomplete: false, buckets: [] }
      const list = index.known(connection.id) ?? empty
      const table = tableOf(list)
      const looks = around(table, connection)
      const found = search(table, filter, looks)
      const health = sessions.health()
      return {
        rows: [...found.subarray(from, from + count)].flatMap((place) => {
          const entry = table.entries[place]
          return entry ? [rowOf(entry, looks)] : []
        }),
        total: found.length,
        all: table.entries.length,
        asOf: list.asOf,
        incomplete: !connection.operator && (connection.kind === 'cloud' ? 'cloud' : 'owner'),
        buckets: table.bucketNames(),
        ...(health.kind === 'failing' ? { failure: health.failure } : {}),
      }
    },
    async refresh() {
      const session = await sessions.current()
      if (!session.ok) return session
      const list = await index.fetch(session.value)
      if (!list.ok) return list
      await Promise.all([unclaimed.look(session.value.connection.id), owners.look(session.value)])
      return done
    },
    find: record.find,
    story: record.story,
    async owners() {
      const session = await sessions.current()
      return session.ok ? owners.choice(session.value) : session
    },
    async create(request) {
      const isThere = texts.asked()
      const created = await create(request)
      if (!created.ok || created.value.kind === 'duplicate') return created as Result<CreateReply>
      const { session, row, token, claim } = created.value
      claim.join()
      // Another server was chosen meanwhile, whose window has no place for this text; or the window is gone.
      if (!isThere() || sessions.chosen()?.id !== session.connection.id) {
        const ended = await claim.letGo(false)
        return ended.ok ? failed(failure('cancelled')) : ended
      }
      return ok({ kind: 'created', row: toRow(row, session.connection), secret: texts.keep(token, claim) })
    },
    text: texts.act,
    letGo: texts.letGo,
    summary(ids) {
      const connection = sessions.chosen()
      if (!connection) return failed(failure('cancelled'))
      return ok(summarise(known(connection.id), ids, { connection, inactiveOwners: owners.inactive(connection.id) }))
    },
    setStatus: changes.setStatus,
    revoke: changes.revoke,
    setReview: changes.setReview,
    async describe(id, text) {
      const changed = await changes.describe(id, text)
      const connection = sessions.chosen()
      if (!changed.ok) return changed
      return connection ? ok(toRow(changed.value, connection)) : failed(failure('cancelled'))
    },
    previewDescribe(ids, how) {
      const connection = sessions.chosen()
      return connection
        ? ok(previewReword(known(connection.id), ids, how, settings.read().devicePattern))
        : failed(failure('cancelled'))
    },
    describeAll: changes.describeAll,
    stop: bulk.stop,
  }
}
