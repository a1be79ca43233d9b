import { failure, type Failure } from '../../contract/failure'
import { done, failed, ok, type Result } from '../../contract/result'
import { serialErrors, type SerialMethod } from '../../contract/serial-messages'
import { asciiBytes, encodeFrame, lineEnd, type Message } from '../../domain/frames'
import { request as makeRequest } from '../../domain/settings-parts'
import type { Clock } from '../../ports/clock'
import type { SerialLink } from '../../ports/serial'
import { createInbox, type Heard } from './inbox'
import { createPacer } from './pacer'

/** How a device answered: with a result nobody has read yet, or with an error of its own. */
export type Answer = Exclude<Heard, { readonly kind: 'damaged' }>

/** How patiently a request is made: a try every so many milliseconds, so many times. */
export interface Patience {
  readonly every: number
  readonly times: number
}

/** One job's talk over one port: one request outstanding, each with its own id. */
export interface Exchange {
  /**
   * Sends a request until it is answered. Failures: `device.no-answer`, `serial.unplugged`, `cancelled`; an error the
   * device answers with is a value.
   */
  ask(method: SerialMethod, params: Message | undefined, patience: Patience): Promise<Result<Answer>>
  /** From now on sends at most `rx` bytes without a pause of `gap` milliseconds. */
  pace(rx: number, gap: number): void
  /** Whether our own requests have come back: the line echoes. */
  echoes(): boolean
  /** Stops listening. */
  end(): void
}

/** Damaged frames are sent again at once, but a line that damages everything must not keep us here for ever. */
const quickResends = 16

/** Starts talking over `link`; `signal` ends it with `cancelled`. */
export function createExchange(parts: {
  readonly clock: Clock
  readonly link: SerialLink
  readonly signal: AbortSignal
}): Exchange {
  const { clock, link, signal } = parts
  // Answers to an earlier job on this cable may still be under way: they must not fit this one's ids.
  let lastId = Math.floor(clock.monotonic()) % 60_000
  let stopped: Failure | undefined
  const ended = () => stopped
  const stops: (() => void)[] = []
  const inbox = createInbox(clock)
  const pacer = createPacer(clock, link, () => ended() !== undefined)

  const stop = (why: Failure) => {
    stopped ??= why
    for (const run of stops.splice(0)) run()
  }
  const onAbort = () => {
    stop(failure('cancelled'))
  }
  link.onBytes((bytes) => {
    inbox.take(bytes)
  })
  link.onGone(() => {
    stop(failure('serial.unplugged'))
  })
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()

  /** Whatever `work` is waiting for, a pulled cable or Cancel ends the wait. */
  const unlessStopped = async <T>(work: Promise<Result<T>>): Promise<Result<T>> => {
    const halt = new Promise<void>((resolve) => {
      if (ended()) resolve()
      else stops.push(resolve)
    })
    const result = await Promise.race([work, halt])
    stops.length = 0
    const why = ended()
    if (why) return failed(why)
    return result ?? failed(failure('cancelled'))
  }

  /** What came for `id`, or undefined when nothing did in time. */
  const listen = async (id: number, ms: number): Promise<Heard | undefined> => {
    const heard = await unlessStopped<Heard | undefined>(inbox.next(id, ms).then((heard) => ok(heard)))
    return heard.ok ? heard.value : undefined
  }

  return {
    async ask(method, params, { every, times }) {
      lastId += 1
      const id = lastId
      const frame = encodeFrame(makeRequest(id, method, params)) + lineEnd
      let tries = 0
      let quick = 0
      let last: Answer | undefined
      inbox.forget()
      while (tries < times) {
        // The first `identify` too: it ends whatever half a line the device holds.
        const afresh = method === 'identify' || tries + quick > 0
        inbox.forgetDamage()
        const sent = await unlessStopped(pacer.send(asciiBytes(afresh ? lineEnd + frame : frame)))
        if (!sent.ok) return sent
        const heard = await listen(id, every)
        const why = ended()
        if (why) return failed(why)
        if (heard?.kind === 'damaged' && quick < quickResends) {
          quick += 1
          continue
        }
        tries += 1
        if (heard === undefined || heard.kind === 'damaged') continue
        if (!isPassing(heard)) return ok(heard)
        last = heard
        if (heard.kind === 'error' && heard.code === serialErrors.busy)
          await unlessStopped(pacer.rest(every).then(() => done))
      }
      return last ? ok(last) : failed(failure('device.no-answer', { port: link.path }))
    },
    pace: pacer.pace,
    echoes: inbox.echoes,
    end() {
      signal.removeEventListener('abort', onAbort)
      link.onBytes(() => undefined)
      inbox.forget()
    },
  }
}

/** Busy now, or two lines that ran together into one too long: the same frame may pass next time. */
function isPassing(answer: Answer): boolean {
  return answer.kind === 'error' && (answer.code === serialErrors.busy || answer.code === serialErrors.tooLong)
}
