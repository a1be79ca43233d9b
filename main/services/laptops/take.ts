import type { Errand, ErrandOf } from '../../contract/errand'
import { failure, type Failure } from '../../contract/failure'
import { failed, ok, type Result } from '../../contract/result'
import { carrierBond, readCarried, readCarrier } from '../../domain/carrier'
import { readDescription } from '../../domain/description'
import { bucketsOf } from '../../domain/laptop-token'
import { joinPhrase, phraseBytes, phraseOf } from '../../domain/phrase'
import type { Crypto } from '../../ports/crypto'
import type { Connection, Ledger } from '../../ports/ledger'
import type { Random } from '../../ports/random'
import type { Board } from '../board'
import type { Connect } from '../connect'
import type { Secrets } from '../secrets'
import type { Session } from '../sessions'
import type { TokenActs } from '../token-acts'
import type { Errands } from './errands'
import { inTheWay } from './in-the-way'
import type { Swap } from './swap'

/** What the person pasted, and what was accepted or chosen for the way to the server. */
export interface TakeRequest {
  readonly text: string
  readonly plainAccepted: boolean
  /** The token stored here for that server may go. */
  readonly replaceAccepted?: boolean
  readonly ca?: string | undefined
}

/** Takes over a token that another laptop prepared for this one. */
export interface Take {
  /** A new phrase, kept in this process's memory only; the one before it opens nothing any more. */
  phrase(): readonly string[]
  /**
   * Opens the text with this laptop's phrase, connects with the carried token and replaces it by one of its own.
   * `laptop.text`, `laptop.phrase`, `laptop.taken`, `busy.open-handovers`, `laptop.pending`, `laptop.stored` unless
   * `replaceAccepted`, and what connecting fails with.
   */
  run(request: TakeRequest): Promise<Result<Session>>
  /** Replaces the carried token that is stored by one of this laptop's own, with the same rights, and deletes it. */
  exchange(session: Session, errand: ErrandOf<'take'>): Promise<Result<Session>>
}

/** Makes the taking over. */
export function createTake(parts: {
  readonly board: Board
  readonly ledger: Ledger
  readonly errands: Errands
  readonly connect: Connect
  readonly swap: Swap
  readonly secrets: Pick<Secrets, 'token'>
  readonly acts: TokenActs
  readonly crypto: Crypto
  readonly random: Random
}): Take {
  const { board, ledger, errands, connect, swap, secrets, acts, crypto, random } = parts
  let phrase: string | undefined

  /** What keeps the token of a remembered server from giving way to the carried one. */
  const obstacle = async (
    known: Connection,
    carried: string,
    replaceAccepted: boolean,
  ): Promise<Failure | undefined> => {
    const open = inTheWay(board, known.id, true).length
    if (open > 0) return failure('busy.open-handovers', { n: open })
    const begun = errands.of(known.id)
    // Only the token that is stored now can see these through.
    const left = begun.find(({ kind }) => kind === 'carried' || kind === 'lost')
    if (left) return failure('laptop.pending', { what: left.kind })
    if (replaceAccepted || begun.some((one) => one.kind === 'take' && one.carried === carried)) return undefined
    const stored = await secrets.token(known.id)
    if (!stored.ok) return stored.failure
    return stored.value === undefined ? undefined : failure('laptop.stored')
  }

  const take: Take = {
    phrase() {
      const words = phraseOf(random.hex(phraseBytes))
      phrase = joinPhrase(words)
      return words
    },
    async run({ text, plainAccepted, replaceAccepted = false, ca }) {
      const carrier = readCarrier(text)
      if (!carrier.ok) return carrier
      if (phrase === undefined) return failed(failure('laptop.phrase'))
      const { url, orgId, sealed } = carrier.value
      const opened = await crypto.openWithPhrase(phrase, sealed, carrierBond({ url, orgId }))
      if (!opened.ok) return opened
      const carried = readCarried(opened.value)
      if (!carried.ok) return carried
      const { token, authId, until, deviceUrl } = carried.value
      const known = ledger.connections().find((one) => one.url === url && one.orgId === orgId)
      const obstructed = known && (await obstacle(known, authId, replaceAccepted))
      if (obstructed) return failed(obstructed)
      const errand = (by: string): Errand => ({ kind: 'take', nonce: random.hex(16), name: '', by, carried: authId })
      const connected = await connect(
        { url, token, name: '', deviceUrl, orgId, plainAccepted, ca, until, errand },
        new AbortController().signal,
      )
      if (!connected.ok) {
        const known = connected.failure.code === 'auth.rejected' || connected.failure.code === 'auth.inactive'
        return known ? failed(failure('laptop.taken')) : connected
      }
      if (connected.value.kind === 'choose-org') return failed(failure('laptop.taken'))
      const { session } = connected.value
      const { id } = session.connection
      const swapped = await errands.inTurn(id, async () => {
        const due = errands.of(id).find((one): one is ErrandOf<'take'> => one.kind === 'take' && one.carried === authId)
        return due ? take.exchange(session, due) : ok(session)
      })
      if (swapped.ok) phrase = undefined
      return swapped
    },
    async exchange(session, { carried }) {
      const { connection, influx } = session
      const rows = await influx.authorizations(connection.orgId)
      if (!rows.ok) return rows
      const row = rows.value.find(({ id }) => id === carried)
      if (!row) return failed(failure('laptop.taken'))
      const read = row.permissions.some(({ action, resource }) => action === 'read' && resource.type === 'buckets')
      const rights = { orgId: connection.orgId, buckets: bucketsOf(row.permissions), read }
      const swapped = await swap.run(session, {
        name: readDescription(row.description).text,
        rights,
        own: false,
        carried,
      })
      if (!swapped.ok) return swapped
      const removed = await swapped.value.influx.remove(carried)
      acts.note(connection.id, carried, { kind: 'carried-ended' }, removed)
      const left = errands.of(connection.id).find((one) => one.kind === 'remove' && one.carried === carried)
      if (removed.ok && left) errands.drop(connection.id, left.nonce)
      return swapped
    },
  }
  return take
}
