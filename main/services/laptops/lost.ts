import type { ErrandOf } from '../../contract/errand'
import { failure } from '../../contract/failure'
import type { LaptopView, LostReply } from '../../contract/laptop-views'
import { failed, ok, type Result } from '../../contract/result'
import { isLaptops, laptopsOf } from '../../domain/laptop-token'
import { isDeviceToken } from '../../domain/rights'
import type { Authorization, Me } from '../../ports/influx'
import type { Random } from '../../ports/random'
import type { Owners } from '../owners'
import { isOutage, type Session, type Sessions } from '../sessions'
import type { TokenActs } from '../token-acts'
import type { TokenIndex } from '../token-index'
import { couldBeOwn, isLastOperator } from '../token-rows'
import type { Errands } from './errands'

/** Whoever has the laptop may mint one more token while the others are being revoked: so often in one go, then later. */
const rounds = 5

/** Laptops and what to do when one is lost. Only an operator's token sees every user's tokens: `laptop.operator` else. */
export interface Lost {
  list(): Promise<Result<readonly LaptopView[]>>
  /**
   * Revokes every token of a laptop's owner but its devices', and sets the owner's password at random. The user is neither
   * disabled nor deleted: all its devices would stop. What the network keeps from being done is done later, and so is
   * what the finder minted while it was being done (`laptop.minting`).
   */
  giveUp(userId: string): Promise<Result<LostReply>>
  /** Goes through with it, from whatever point on. */
  finish(session: Session, errand: ErrandOf<'lost'>): Promise<Result<LostReply>>
}

/** Makes the list and the one action on it. `later` is called when something is left to be done. */
export function createLost(parts: {
  readonly sessions: Sessions
  readonly index: TokenIndex
  readonly owners: Owners
  readonly acts: TokenActs
  readonly random: Random
  readonly errands: Errands
  readonly later: () => void
}): Lost {
  const { sessions, index, owners, acts, random, errands, later } = parts
  const inactiveAt = ({ connection }: Session) => owners.inactive(connection.id)

  const current = async (): Promise<Result<Session>> => {
    const session = await sessions.current()
    if (!session.ok || session.value.connection.operator) return session
    return failed(failure('laptop.operator', session.value.connection.kind === 'cloud' ? { cloud: 1 } : {}))
  }

  const laptops = async (session: Session): Promise<Result<readonly LaptopView[]>> => {
    const list = await index.fetch(session)
    if (!list.ok) return list
    const users = await owners.users(session)
    if (!users.ok) return users
    const inactiveOwners = inactiveAt(session)
    const { rows } = list.value
    const here = session.connection
    return ok(
      laptopsOf(rows, users.value, {
        here: here.owner.id,
        keeps: (row) => couldBeOwn(row, here) || isLastOperator(row, rows, { inactiveOwners }),
        going: ({ id }) => goingOf(session, rows, inactiveOwners, id).length,
      }),
    )
  }

  /** One list and all that is to go on it. */
  const revokeAll = async (session: Session, userId: string): Promise<Result<LostReply>> => {
    const list = await index.fetch(session)
    if (!list.ok) return list
    // A token that was switched off meanwhile is given a list with nothing on it.
    const me = await session.influx.me()
    if (!me.ok) return me
    const looked = await owners.look(session)
    if (!looked.ok) return looked
    const going = goingOf(session, list.value.rows, inactiveAt(session), userId)
    for (const { id } of going) {
      const removed = await session.influx.remove(id)
      acts.note(session.connection.id, id, { kind: 'lost-ended' }, removed)
      if (!removed.ok) return removed
      index.changed(session.connection.id, id, undefined)
    }
    const theirs = list.value.rows.filter((row) => row.userId === userId)
    const devices = theirs.filter((row) => isDeviceToken(row.permissions)).length
    return ok({ revoked: going.length, devices, kept: theirs.length - devices - going.length })
  }

  /** A user that was deleted has no password, and its tokens are nobody's. */
  const setPassword = async ({ influx }: Session, userId: string): Promise<Result<void>> => {
    const set = await influx.setPassword(userId, `Fk!${random.hex(30)}`)
    if (set.ok || isOutage(set.failure)) return set
    const users = await influx.users()
    return users.ok && users.value.every(({ id }) => id !== userId) ? ok(undefined) : set
  }

  const lost: Lost = {
    async list() {
      const session = await current()
      return session.ok ? laptops(session.value) : session
    },
    async giveUp(userId) {
      const opened = await current()
      if (!opened.ok) return opened
      const session = opened.value
      const { id, owner } = session.connection
      const found = await laptops(session)
      if (!found.ok) return found
      const begun = errands.of(id).find((one): one is Lose => one.kind === 'lost' && one.userId === userId)
      const name = begun?.name ?? found.value.find((one) => one.userId === userId)?.owner
      if (name === undefined) return failed(failure('token.gone'))
      const errand = begun ?? { kind: 'lost' as const, nonce: random.hex(16), name, by: owner.id, userId }
      const noted = errands.note(id, errand)
      if (!noted.ok) return noted
      const finished = await errands.inTurn(id, () => lost.finish(session, errand))
      if (!finished.ok) later()
      return finished
    },
    async finish(session, { userId, nonce }) {
      const { id, operator } = session.connection
      // Any other token sees nothing of the user, and nothing would be taken for done.
      if (!operator) return failed(failure('laptop.operator'))
      let revoked = 0
      for (let round = 0; round < rounds; round += 1) {
        const went = await revokeAll(session, userId)
        if (!went.ok) return went
        revoked += went.value.revoked
        if (went.value.revoked === 0 && round > 0) {
          const dropped = errands.drop(id, nonce)
          return dropped.ok ? ok({ ...went.value, revoked }) : dropped
        }
        // Only now: a token that still lives could set the password again.
        const set = await setPassword(session, userId)
        if (!set.ok) return set
      }
      return failed(failure('laptop.minting', { n: revoked }))
    },
  }
  return lost
}

type Lose = ErrandOf<'lost'>

/**
 * The tokens of a user that go. Fieldkey's own and the last that rules the server stay: each is judged with those before it
 * gone, or two operator tokens would excuse each other.
 */
function goingOf(
  { connection }: Session,
  rows: readonly Authorization[],
  inactiveOwners: ReadonlySet<string>,
  userId: Me['id'],
): readonly Authorization[] {
  const ending = new Set<string>()
  return rows.filter((row) => {
    if (row.userId !== userId || !isLaptops(row) || couldBeOwn(row, connection)) return false
    if (isLastOperator(row, rows, { ending, inactiveOwners })) return false
    ending.add(row.id)
    return true
  })
}
