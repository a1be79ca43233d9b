import { done, type Result } from '../contract/result'
import type { TokenAct } from '../contract/token-act'
import type { Clock } from '../ports/clock'
import type { Ledger } from '../ports/ledger'
import type { Log } from '../ports/log'
import { isOutage } from './reach'

/** Many acts in one go are written in groups, as a write holds up everything else; a crash in between leaves so many untold. */
const together = 16

/** What this laptop did to tokens outside any handover, which it tells in the token's record. */
export interface TokenActs {
  /**
   * Notes what was asked of the server for a token, once `answer` is there. A refusal did nothing and is not noted; an
   * answer that was lost is noted as such. What cannot be written is done all the same: the log says so.
   */
  note(connection: string, authId: string, act: Noted, answer?: Result<unknown>): void
  /** The same for one of many: written with others, at the latest by `flush`. Gives the answer back. */
  gather<T>(connection: string, authId: string, act: Noted, answer: Result<T>): Result<T>
  flush(): void
  /** Notes that a token is in this laptop's keychain now, and the one before it no more, where that is known. */
  stored(connection: string, authId: string | undefined, before: string | undefined): void
  /** What was noted of a token, oldest first. `ledger.damaged`. */
  of(connection: string, authId: string): Result<readonly TokenAct[]>
  /** Writes what is gathered; what comes later is not noted. */
  close(): void
}

/** An act without what the noting adds. */
export type Noted = Pick<TokenAct, 'kind'> & Partial<Pick<TokenAct, 'detail'>>

/** Makes the noting. */
export function createTokenActs(parts: {
  readonly ledger: Pick<Ledger, 'noteActs' | 'acts'>
  readonly clock: Clock
  readonly log: Log
}): TokenActs {
  const { ledger, clock, log } = parts
  let waiting: TokenAct[] = []
  let closed = false

  const acts: TokenActs = {
    note(connection, authId, act, answer = done) {
      acts.gather(connection, authId, act, answer)
      acts.flush()
    },
    gather(connection, authId, { kind, detail = '' }, answer) {
      const lost = !answer.ok && (isOutage(answer.failure) || answer.failure.code === 'token.unsure')
      if (closed || (!answer.ok && !lost)) return answer
      waiting.push({ connection, authId, kind, at: clock.now(), answered: answer.ok, detail })
      if (waiting.length >= together) acts.flush()
      return answer
    },
    flush() {
      const group = waiting
      waiting = []
      if (group.length === 0) return
      const written = ledger.noteActs(group)
      if (!written.ok) log.info('what was done to tokens is not noted', { code: written.failure.code, n: group.length })
    },
    stored(connection, authId, before) {
      if (authId === before) return
      if (before !== undefined) acts.gather(connection, before, { kind: 'unstored' }, done)
      if (authId !== undefined) acts.gather(connection, authId, { kind: 'stored' }, done)
      acts.flush()
    },
    of(connection, authId) {
      acts.flush()
      return ledger.acts(connection, authId)
    },
    close() {
      acts.flush()
      closed = true
    },
  }
  return acts
}
