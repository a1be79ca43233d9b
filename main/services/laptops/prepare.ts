import type { ErrandOf } from '../../contract/errand'
import { failure } from '../../contract/failure'
import type { CarrierView } from '../../contract/laptop-views'
import { done, failed, ok, type Result } from '../../contract/result'
import { carriedAddress, carrierBond, writeCarried, writeCarrier } from '../../domain/carrier'
import { laptopUser } from '../../domain/laptop-token'
import { readPhrase } from '../../domain/phrase'
import type { Clock } from '../../ports/clock'
import type { Crypto } from '../../ports/crypto'
import type { Qr } from '../../ports/qr'
import type { Random } from '../../ports/random'
import type { Buckets } from '../buckets'
import type { Session, Sessions } from '../sessions'
import type { TokenTexts } from '../token-texts'
import type { Errands } from './errands'
import type { Lookout } from './lookout'
import type { MakeLaptopToken } from './make'
import type { Undo } from './undo'
import { carriedFor, type Waits } from './waits'
import { ownOrShared, readRequest, type LaptopRequest, type ReadRequest } from './wishes'

/** Prepares another laptop: a token that only the phrase on its screen opens. */
export interface Prepare {
  /**
   * `input.phrase`, `input.description`, `bucket.deleted`, `laptop.shared`, and `laptop.address` unless `onlyHereAccepted`
   * where neither address of the server leads another laptop there.
   */
  run(
    request: LaptopRequest & { readonly phrase: string; readonly onlyHereAccepted: boolean },
  ): Promise<Result<CarrierView>>
  /** Revokes a token that is on its way. */
  withdraw(nonce: string): Promise<Result<void>>
}

/** Makes the preparing. */
export function createPrepare(parts: {
  readonly sessions: Sessions
  readonly buckets: Buckets
  readonly errands: Errands
  readonly make: MakeLaptopToken
  readonly undo: Undo
  readonly lookout: Lookout
  readonly texts: TokenTexts
  readonly crypto: Crypto
  readonly qr: Qr
  readonly clock: Clock
  readonly random: Random
  readonly waits: Waits
}): Prepare {
  const { sessions, buckets, errands, make, undo, lookout, texts, crypto, qr, clock, random, waits } = parts

  const carry = async (
    session: Session,
    { name, rights }: ReadRequest,
    phrase: string,
    own: boolean,
  ): Promise<Result<CarrierView>> => {
    const { id, orgId, deviceUrl, owner } = session.connection
    const { url } = carriedAddress(session.connection)
    const nonce = random.hex(16)
    const user = own ? laptopUser(name, nonce) : undefined
    const errand: ErrandOf<'carried'> = {
      kind: 'carried',
      nonce,
      name,
      by: owner.id,
      ...(user === undefined ? {} : { user }),
    }
    const noted = errands.note(id, errand)
    if (!noted.ok) return noted
    const made = await make(session, { nonce, name, role: 'carried', rights, user })
    if (!made.ok) return undo.giveUp(session, errand, made.failure)
    const { token, authId, createdAt } = made.value
    const end = Date.parse(createdAt) + carriedFor
    const begun = errands.note(id, { ...errand, until: end })
    if (!begun.ok) return undo.giveUp(session, errand, begun.failure)
    waits.within(nonce, carriedFor)
    const until = clock.now() + carriedFor
    const secret = writeCarried({ token, authId, until: end, deviceUrl: deviceUrl === url ? '' : deviceUrl })
    const sealed = await crypto.sealWithPhrase(phrase, secret, carrierBond({ url, orgId }))
    const text = writeCarrier({ url, orgId, sealed })
    const { size, modules } = qr.draw(text, { level: 'L' })
    return ok({ id: nonce, name, until, text, secret: texts.keep(text), size, modules })
  }

  const run = async (request: Parameters<Prepare['run']>[0]): Promise<Result<CarrierView>> => {
    const phrase = readPhrase(request.phrase)
    if (!phrase.ok) return phrase
    const session = await sessions.current()
    if (!session.ok) return session
    const { url, onlyHere } = carriedAddress(session.value.connection)
    if (onlyHere && !request.onlyHereAccepted) return failed(failure('laptop.address', { host: new URL(url).host }))
    const wish = await readRequest(session.value, buckets, request)
    if (!wish.ok) return wish
    return ownOrShared(session.value, request, (own) => carry(session.value, wish.value, phrase.value, own))
  }

  return {
    async run(request) {
      const made = await errands.inTurn(sessions.chosen()?.id ?? '', () => run(request))
      // From here on its time runs.
      void lookout.look()
      return made
    },
    async withdraw(nonce) {
      const { id } = sessions.chosen() ?? { id: '' }
      const errand = errands.of(id).find((one) => one.nonce === nonce)
      if (errand?.kind !== 'carried') return done
      // Long past by any clock, should this run not get to it.
      const due = errands.note(id, { ...errand, until: 0 })
      if (!due.ok) return due
      waits.within(nonce, 0)
      const seen = await lookout.lookAt(id)
      if (errands.of(id).every((one) => one.nonce !== nonce)) return done
      return seen.ok ? failed(failure('token.unsure')) : seen
    },
  }
}
