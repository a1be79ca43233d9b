import type { ErrandOf } from '../../contract/errand'
import { failure } from '../../contract/failure'
import type { LaptopView, LostReply } from '../../contract/laptop-views'
import { failed, ok, type Result } from '../../contract/result'
import { isLaptops, laptopsOf } from '../../domain/laptop-token'
import { isDeviceToken } from '../../domain/rights'
import type { Authorization } from '../../ports/influx'
import type { Random } from '../../ports/random'
import type { Owners } from '../owners'
import type { Session, Sessions } from '../sessions'
import type { TokenIndex } from '../token-index'
import { couldBeOwn, isLastOperator } from '../token-rows'
import type { Errands } from './errands'

/** Whoever has the laptop may mint one more token while the others are being revoked; more rounds would change nothing. */
const rounds = 5

/** Laptops and what to do when one is lost. */
export interface Lost {
  list(): Promise<Result<readonly LaptopView[]>>
  /**
   * Revokes every token of a laptop's owner but its devices', and sets the owner's password at random. The user is neither
   * disabled nor deleted: all its devices would stop. What the network keeps from being done is done later.
   */
  giveUp(userId: string): Promise<Result<LostReply>>
  /** Goes through with it, from whatever point on. */
  finish(session: Session, errand: ErrandOf<'lost'>): Promise<Result<LostReply>>
}

/** Makes the list and the one action on it. */
export function createLost(parts: {
  readonly sessions: Sessions
  readonly index: TokenIndex
  readonly owners: Owners
  readonly random: Random
  readonly errands: Errands
}): Lost {
  const { sessions, index, owners, random, errands } = parts
  const stayIn = (session: Session, rows: readonly Authorization[]) =>
    keeps(session, rows, owners.inactive(session.connection.id))

  const listed = async (): Promise<Result<readonly [Session, readonly Authorization[]]>> => {
    const session = await sessions.current()
    if (!session.ok) return session
    const [list] = await Promise.all([index.fetch(session.value), owners.look(session.value)])
    return list.ok ? ok([session.value, list.value.rows]) : list
  }

  /** One list and all that is to go on it: how many went, and how many devices keep theirs. */
  const revokeAll = async (session: Session, userId: string): Promise<Result<LostReply>> => {
    const [list] = await Promise.all([index.fetch(session), owners.look(session)])
    if (!list.ok) return list
    const theirs = list.value.rows.filter((row) => row.userId === userId)
    const stays = stayIn(session, list.value.rows)
    const going = theirs.filter((row) => isLaptops(row) && !stays(row))
    for (const { id } of going) {
      const removed = await session.influx.remove(id)
      if (!removed.ok) return removed
      index.changed(session.connection.id, id, undefined)
    }
    return ok({ revoked: going.length, devices: theirs.filter((row) => isDeviceToken(row.permissions)).length })
  }

  const lost: Lost = {
    async list() {
      const found = await listed()
      if (!found.ok) return found
      const [session, rows] = found.value
      return ok(laptopsOf(rows, session.connection.owner.id, stayIn(session, rows)))
    },
    async giveUp(userId) {
      const found = await listed()
      if (!found.ok) return found
      const [session, rows] = found.value
      const { id, owner } = session.connection
      const laptop = laptopsOf(rows, owner.id, stayIn(session, rows)).find((one) => one.userId === userId)
      if (laptop === undefined) return failed(failure('token.gone'))
      const errand = { kind: 'lost' as const, nonce: random.hex(16), name: laptop.owner, by: owner.id, userId }
      const noted = errands.note(id, errand)
      return noted.ok ? errands.inTurn(id, () => lost.finish(session, errand)) : noted
    },
    async finish(session, { userId, nonce }) {
      let revoked = 0
      let devices = 0
      for (let round = 0; round < rounds; round += 1) {
        const went = await revokeAll(session, userId)
        if (!went.ok) return went
        revoked += went.value.revoked
        devices = went.value.devices
        if (went.value.revoked === 0 && round > 0) break
        // Only now: a token that still lives could set the password again.
        const set = await session.influx.setPassword(userId, `Fk!${random.hex(30)}`)
        if (!set.ok) return set
      }
      const dropped = errands.drop(session.connection.id, nonce)
      return dropped.ok ? ok({ revoked, devices }) : dropped
    },
  }
  return lost
}

/** Fieldkey's own token, and the last one that rules the server, are not what was lost. */
function keeps(
  { connection }: Session,
  rows: readonly Authorization[],
  inactiveOwners: ReadonlySet<string>,
): (row: Authorization) => boolean {
  return (row) => couldBeOwn(row, connection) || isLastOperator(row, rows, { inactiveOwners })
}
