import { failure, type Failure } from '../../contract/failure'
import { failed, ok, type Result } from '../../contract/result'
import type { Clock } from '../../ports/clock'
import type { OnRepeat } from '../../ports/influx'
import type { Random } from '../../ports/random'
import type { InFlight } from './in-flight'
import { isOwn, stranger } from './judge'
import type { Limits } from './limits'
import type { Line } from './line'
import { tryAgain } from './retry'
import { nameStatus, type Asked } from './status-failures'
import type { Answer, Lost, Request, Transport } from './transport'
import { createTurns, type Turns } from './turns'

/** A call of the API. */
export interface Question {
  readonly method?: Request['method']
  readonly path: string
  readonly json?: object
  readonly text?: string
  readonly type?: string
  readonly accept?: string
  /** The answer may be as large as a list. */
  readonly list?: boolean
  /** A POST that changes nothing and may be repeated. */
  readonly repeat?: boolean
  /** Sent exactly once, on its own connection; a lost answer becomes `token.unsure`. */
  readonly once?: boolean
  /** Statuses that are success; `also` admits others. */
  readonly expect: readonly number[]
  readonly also?: (answer: Answer) => boolean
  readonly asked: Omit<Asked, 'host' | 'now'>
  readonly signal?: AbortSignal | undefined
  /** Hears of each repetition. */
  readonly onRepeat?: OnRepeat | undefined
  /** Hears, after each try, that it may have reached the server. */
  readonly onLeft?: (() => void) | undefined
}

/** A success, from InfluxDB itself. */
export interface Reply {
  readonly answer: Answer
}

/** Asks one server with one token. */
export type Ask = (question: Question) => Promise<Result<Reply>>

/** What asking needs. `token` goes into the `Authorization` header and nowhere else. */
export interface AskParts {
  readonly transport: Transport
  readonly inFlight: InFlight
  readonly limits: Limits
  readonly clock: Clock
  readonly random: Random
  readonly host: string
  readonly token?: string
}

/**
 * Sends a question through the gate, with tries and pauses where it may be repeated. InfluxDB reads a row for a PATCH in
 * one transaction and writes it back in another, so a DELETE in between is undone (seen on 2.9.1): with `turns`, what
 * changes one row goes out one after the other.
 */
export async function sendQuestion(parts: AskParts, question: Question, turns?: Turns): Promise<Result<Answer, Lost>> {
  const { transport, inFlight, limits, clock, random, token, host } = parts
  const { method = 'GET', path, json, text, type, accept, list = false, once = false, signal } = question
  const body = json === undefined ? text : JSON.stringify(json)
  const repeatable = !once && (method !== 'POST' || question.repeat === true)
  const request: Request = {
    method,
    path,
    headers: {
      ...(token === undefined ? {} : { Authorization: `Token ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': type ?? 'application/json' }),
      ...(accept === undefined ? {} : { Accept: accept }),
    },
    ...(body === undefined ? {} : { body }),
    maxBytes: list ? limits.listBytes : limits.bytes,
    alone: !repeatable,
    signal,
  }
  const send = async (within: number) => {
    const changesRow = method === 'PATCH' || method === 'DELETE'
    const endTurn = changesRow ? await turns?.enter(path) : undefined
    let line: Line | undefined
    const leave = await inFlight.enter(() => {
      if (request.alone) line = transport.dial?.()
    })
    try {
      const sent = await transport.send({ ...request, within, ...(line ? { line } : {}) })
      if (sent.ok || sent.failure.mayHaveLeft) question.onLeft?.()
      return sent
    } finally {
      leave()
      endTurn?.()
    }
  }
  const tries = repeatable ? limits.tries : 1
  const onRepeat = (n: number, result: Result<Answer, Lost>) => {
    const why = result.ok
      ? nameStatus(result.value, { ...question.asked, host, now: clock.now() })
      : result.failure.failure
    question.onRepeat?.({ n, of: tries, why })
  }
  return tryAgain(send, { tries, total: limits.total, clock, random, signal, onRepeat })
}

/** Makes the asking of one server with one token. */
export function createAsk(parts: AskParts): Ask {
  const { host, clock } = parts
  const turns = createTurns()
  return async (question) => {
    const sent = await sendQuestion(parts, question, turns)
    if (!sent.ok) {
      const { failure: why, mayHaveLeft } = sent.failure
      return failed(question.once && mayHaveLeft ? unsure(why, host) : why)
    }
    const answer = sent.value
    const foreign = stranger(answer, host)
    if (foreign) return failed(question.once && mayHaveActed(answer, host) ? unsure(foreign, host) : foreign)
    if (question.expect.includes(answer.status) || question.also?.(answer)) return ok({ answer })
    const why = nameStatus(answer, { ...question.asked, host, now: clock.now() })
    return failed(question.once && mayHaveActed(answer, host) ? unsure(why, host) : why)
  }
}

const unsure = (why: Failure, host: string) => failure('token.unsure', { host }, why.code)

/**
 * Whether a create may have happened in spite of this answer. InfluxDB's own 4xx, a redirect and a proxy's 407 say no.
 * A 5xx can follow a commit (influxdata/influxdb v2.9.1, CreateAuthorization), and what is not InfluxDB proves nothing.
 */
function mayHaveActed(answer: Answer, host: string): boolean {
  const { status } = answer
  if (status >= 500 || status < 300) return true
  return status >= 400 && status !== 407 && status !== 429 && !isOwn(answer, host)
}
