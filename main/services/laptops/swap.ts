import type { Errand, ErrandOf } from '../../contract/errand'
import { failure } from '../../contract/failure'
import { done, failed, type Result } from '../../contract/result'
import { laptopUser, type LaptopRights } from '../../domain/laptop-token'
import type { Crypto } from '../../ports/crypto'
import type { InfluxNetwork } from '../../ports/influx'
import type { Random } from '../../ports/random'
import type { Board } from '../board'
import type { Secrets } from '../secrets'
import type { Session, Sessions } from '../sessions'
import type { TokenActs } from '../token-acts'
import type { Errands } from './errands'
import { inTheWay } from './in-the-way'
import type { Made, MakeLaptopToken } from './make'
import type { Undo } from './undo'

/** What takes the stored token's place. */
export interface SwapWish {
  readonly name: string
  readonly rights: LaptopRights
  /** The laptop gets a user of its own. */
  readonly own: boolean
  /** The carried token that is replaced. */
  readonly carried?: string
}

/** Puts a laptop token in the place of a connection's token. */
export interface Swap {
  /**
   * Makes it, tries it, and puts it into the keychain: at every point the old or the new token is there and works.
   * `busy.open-handovers`, `laptop.pending` while an earlier try may have left something that the new token could not end,
   * `laptop.shared` when there may be no user of its own.
   */
  run(session: Session, wish: SwapWish): Promise<Result<Session>>
  /** Sees through what a crash left: the keychain tells which of the two tokens counts. */
  finish(session: Session, errand: ErrandOf<'swap'>): Promise<Result<void>>
}

/** Makes the swap. */
export function createSwap(parts: {
  readonly board: Board
  readonly sessions: Sessions
  readonly secrets: Secrets
  readonly network: InfluxNetwork
  readonly crypto: Pick<Crypto, 'sha256'>
  readonly random: Random
  readonly errands: Errands
  readonly make: MakeLaptopToken
  readonly undo: Undo
  readonly acts: TokenActs
}): Swap {
  const { board, sessions, secrets, network, crypto, random, errands, make, undo, acts } = parts

  /** What earlier tries left goes now: the token that may end it is about to be given up. */
  const endEarlier = async (session: Session, { own }: SwapWish): Promise<Result<void>> => {
    const { id, owner } = session.connection
    const staysOurs = ({ by, user }: ErrandOf<'undo'>) => !own && user === undefined && by === owner.id
    const isBound = (one: Errand): one is ErrandOf<'undo'> => one.kind === 'undo' && !staysOurs(one)
    for (const errand of errands.of(id).filter(isBound)) {
      const ended = await undo.finish(session, errand)
      if (!ended.ok) return ended
    }
    // A request whose answer was lost may still arrive.
    return errands.of(id).some((one) => isBound(one) || one.kind === 'new')
      ? failed(failure('laptop.pending', { what: 'undo' }))
      : done
  }

  /** The token itself has to show that it is what was asked for. */
  const tryOut = async ({ connection }: Session, { token, authId, owner }: Made, { buckets, read }: LaptopRights) => {
    const influx = network.client(connection, token)
    const me = await influx.me()
    if (!me.ok) return me
    const rows = await influx.authorizations(connection.orgId)
    if (!rows.ok) return rows
    if (me.value.id !== owner.id || !rows.value.some(({ id }) => id === authId)) return failed(failure('token.unsure'))
    for (const bucket of buckets) {
      const works = await influx.probeWrite(connection.orgId, bucket)
      if (!works.ok) return works
      const seen = read ? await influx.bucket(bucket) : done
      if (!seen.ok) return seen
    }
    return done
  }

  /** The ledger follows the keychain. */
  const settle = (connectionId: string, errand: ErrandOf<'swap'>, made: NonNullable<typeof errand.made>) => {
    const { nonce, name, by, carried } = errand
    const rest = errands
      .of(connectionId)
      .filter((one) => one.nonce !== nonce && !(one.kind === 'take' && one.carried === carried))
    const left = carried === undefined ? [] : [{ kind: 'remove' as const, nonce, name, by, carried }]
    let before: string | undefined
    const changed = errands.change(connectionId, (now) => {
      before = now.authId
      return { ...now, owner: made.owner, authId: made.authId, operator: false, errands: [...rest, ...left] }
    })
    acts.stored(connectionId, made.authId, before)
    // Whatever still holds the old token lets go of it.
    sessions.swapped(connectionId)
    return changed
  }

  return {
    async run(session, wish) {
      const { id, owner: by } = session.connection
      const open = inTheWay(board, id, wish.own).length
      if (open > 0) return failed(failure('busy.open-handovers', { n: open }))
      const earlier = await endEarlier(session, wish)
      if (!earlier.ok) return earlier
      const nonce = random.hex(16)
      const user = wish.own ? laptopUser(wish.name, nonce) : undefined
      const errand: ErrandOf<'swap'> = {
        kind: 'swap',
        nonce,
        name: wish.name,
        by: by.id,
        ...(user === undefined ? {} : { user }),
        ...(wish.carried === undefined ? {} : { carried: wish.carried }),
      }
      const noted = errands.note(id, errand)
      if (!noted.ok) return noted
      const made = await make(session, { nonce, name: wish.name, role: 'laptop', rights: wish.rights, user })
      if (!made.ok) return undo.giveUp(session, errand, made.failure)
      const works = await tryOut(session, made.value, wish.rights)
      if (!works.ok) return undo.giveUp(session, errand, works.failure)
      const { token, authId, owner } = made.value
      const kept = { authId, owner, hash: crypto.sha256(token) }
      const ready = errands.note(id, { ...errand, made: kept })
      if (!ready.ok) return undo.giveUp(session, errand, ready.failure)
      if (inTheWay(board, id, wish.own).length > 0) return undo.giveUp(session, errand, failure('busy.open-handovers'))

      const old = await secrets.token(id)
      if (!old.ok) return undo.giveUp(session, errand, old.failure)
      const stored = await secrets.keepToken(id, token)
      if (!stored.ok) {
        const back = old.value === undefined ? stored : await secrets.keepToken(id, old.value)
        // Where not even that worked, the next look at the keychain decides.
        return back.ok ? undo.giveUp(session, errand, stored.failure) : stored
      }
      const settled = settle(id, errand, kept)
      return settled.ok ? sessions.of(id) : settled
    },
    async finish(session, errand) {
      const { id } = session.connection
      const token = await secrets.token(id)
      if (!token.ok) return token
      const { made } = errand
      if (made && token.value !== undefined && crypto.sha256(token.value) === made.hash) return settle(id, errand, made)
      // The old one is there, so what was made for the new one goes.
      const undone = await undo.giveUp(session, errand, failure('cancelled'))
      return undone.failure.code === 'cancelled' ? done : undone
    },
  }
}
