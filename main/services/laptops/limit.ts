import { failure } from '../../contract/failure'
import type { LaptopPlan, LimitReply } from '../../contract/laptop-views'
import { failed, ok, type Result } from '../../contract/result'
import { carriedAddress } from '../../domain/carrier'
import { readDescription } from '../../domain/description'
import { isMadeForFieldkey } from '../../domain/laptop-token'
import type { Clock } from '../../ports/clock'
import type { Authorization } from '../../ports/influx'
import type { Board } from '../board'
import type { Buckets } from '../buckets'
import type { Owners } from '../owners'
import type { Session, Sessions } from '../sessions'
import type { Settle } from '../settle'
import type { TokenActs } from '../token-acts'
import { indexMaxAge, type TokenIndex } from '../token-index'
import { isLastOperator } from '../token-rows'
import type { Errands } from './errands'
import { inTheWay } from './in-the-way'
import type { Swap } from './swap'
import { carriedFor, type Waits } from './waits'
import { ownOrShared, readRequest, type LaptopRequest } from './wishes'

/** Limits this laptop: a token of its own for some buckets takes the admin token's place. */
export interface Limit {
  plan(): Promise<Result<LaptopPlan>>
  /** `busy.open-handovers`, `laptop.limited`, `laptop.pending`, `laptop.shared`, `input.description`, `bucket.deleted`. */
  run(request: LaptopRequest & { readonly revokeAdmin: boolean }): Promise<Result<LimitReply>>
}

/** Makes the limiting. */
export function createLimit(parts: {
  readonly board: Board
  readonly sessions: Sessions
  readonly buckets: Buckets
  readonly index: TokenIndex
  readonly settle: Settle
  readonly owners: Owners
  readonly acts: TokenActs
  readonly errands: Errands
  readonly swap: Swap
  readonly waits: Waits
  readonly clock: Clock
}): Limit {
  const { board, sessions, buckets, index, settle, owners, acts, errands, swap, waits, clock } = parts

  const openOf = ({ connection: { id, operator } }: Session) => inTheWay(board, id, operator).length
  const ownRow = ({ connection }: Session, rows: readonly Authorization[]) =>
    rows.find(({ id }) => id === connection.authId)
  /** Until when a carried token lives, as this laptop's clock will show it then. */
  const until = (nonce: string) => clock.now() + (waits.left(nonce) ?? carriedFor)
  const isLimited = (row: Authorization | undefined) =>
    row !== undefined && readDescription(row.description).marker?.role !== undefined

  /** The admin token, if its own description says that nothing else needs it and another operator's is left. */
  const revocable = async (session: Session, rows: readonly Authorization[]): Promise<LaptopPlan['admin']> => {
    const row = ownRow(session, rows)
    await owners.look(session)
    const inactiveOwners = owners.inactive(session.connection.id)
    if (!row || !isMadeForFieldkey(row.description) || isLastOperator(row, rows, { inactiveOwners })) return undefined
    return { id: row.id, description: readDescription(row.description).text }
  }

  const run = async (request: Parameters<Limit['run']>[0]): Promise<Result<LimitReply>> => {
    const now = await sessions.current()
    if (!now.ok) return now
    const { id } = now.value.connection
    // Which of two tokens counts is settled before there is a third.
    for (const errand of errands.of(id).filter((one) => one.kind === 'swap')) {
      const finished = await swap.finish(now.value, errand)
      if (!finished.ok) return finished
    }
    const opened = await sessions.of(id)
    if (!opened.ok) return opened
    const session = opened.value
    // Only the admin token can see these through.
    const left = errands.of(id).find(({ kind }) => kind === 'carried' || kind === 'lost')
    if (left) return failed(failure('laptop.pending', { what: left.kind }))
    const wish = await readRequest(session, buckets, request)
    if (!wish.ok) return wish
    const settled = await settle.sweep(id)
    if (!settled.ok) return settled
    const list = await index.fetch(session)
    if (!list.ok) return list
    const { rows } = list.value
    const own = ownRow(session, rows)
    if (isLimited(own)) return failed(failure('laptop.limited'))
    const admin = request.revokeAdmin ? await revocable(session, rows) : undefined

    const swapped = await ownOrShared(session, request, (alone) => swap.run(session, { ...wish.value, own: alone }))
    if (!swapped.ok) return swapped
    const { owner } = swapped.value.connection
    await buckets.list(swapped.value, true)
    await index.fetch(swapped.value)
    if (admin === undefined) return ok({ owner: owner.name })
    // The last thing the admin token does; nothing here can do it afterwards.
    const removed = await session.influx.remove(admin.id)
    acts.note(id, admin.id, { kind: 'admin-ended' }, removed)
    const said = removed.ok ? { revoked: true as const } : { revoked: false as const, failure: removed.failure }
    return ok({ owner: owner.name, admin: said })
  }

  return {
    async plan() {
      const session = await sessions.current()
      if (!session.ok) return session
      const { connection } = session.value
      // What only a look at the server ends is not in the way. Out of reach, all of it still is.
      if (openOf(session.value) > 0) await settle.sweep(connection.id)
      const list = await index.atMost(session.value, indexMaxAge)
      if (!list.ok) return list
      const own = ownRow(session.value, list.value.rows)
      const admin = await revocable(session.value, list.value.rows)
      return ok({
        owner: connection.operator ? 'own' : connection.kind === 'cloud' ? 'cloud' : 'shared',
        limited: isLimited(own),
        open: openOf(session.value),
        address: carriedAddress(connection),
        ...(admin ? { admin } : {}),
        pending: errands
          .of(connection.id)
          .filter(({ kind }) => kind === 'carried')
          .map(({ nonce, name }) => ({ id: nonce, name, until: until(nonce) })),
      })
    },
    async run(request) {
      const connection = sessions.chosen()
      return errands.inTurn(connection?.id ?? '', () => run(request))
    },
  }
}
