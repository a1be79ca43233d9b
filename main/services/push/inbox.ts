import { deviceAnswerSchema, echoSchema, readSerial, serialErrors } from '../../contract/serial-messages'
import { decodeLine, type Message } from '../../domain/frames'
import { createLineSplitter } from '../../domain/line-splitter'
import type { Clock } from '../../ports/clock'

/** Something that came from the device while a request was open. */
export type Heard =
  | { readonly kind: 'result'; readonly value: unknown }
  | { readonly kind: 'error'; readonly code: number; readonly message: string; readonly data: unknown }
  /** Our frame arrived damaged over there, or its answer did here: worth sending again at once. */
  | { readonly kind: 'damaged' }

/** What has come in and nobody has taken yet. */
export interface Inbox {
  take(bytes: Uint8Array): void
  /** The next thing heard for request `id`, or undefined after `ms`. Answers to other requests are dropped. */
  next(id: number, ms: number): Promise<Heard | undefined>
  /** Forgets damage seen so far: it belongs to what was sent before. */
  forgetDamage(): void
  /** Ends the wait and drops everything. */
  forget(): void
  readonly echoes: () => boolean
}

/** Longest line looked at; everything beyond is some firmware's chatter. */
const longestLine = 4096

/** Makes an inbox. What it reads is never logged: an echoing line sends our own frames back. */
export function createInbox(clock: Clock): Inbox {
  const splitter = createLineSplitter(longestLine)
  let held: { readonly id: number | null; readonly heard: Heard }[] = []
  let waiting: { readonly id: number; readonly resolve: (heard: Heard | undefined) => void } | undefined
  let echo = false

  const settle = () => {
    if (!waiting) return
    const { id, resolve } = waiting
    held = held.filter((one) => one.id === null || one.id === id)
    const first = held.shift()
    if (first) resolve(first.heard)
  }
  const put = (id: number | null, heard: Heard) => {
    held.push({ id, heard })
    settle()
  }
  const read = (message: Message) => {
    if (readSerial(echoSchema, message)) {
      echo = true
      return
    }
    const answer = readSerial(deviceAnswerSchema, message)
    if (!answer) return
    if ('result' in answer) put(answer.id, { kind: 'result', value: answer.result })
    else if (answer.error.code === serialErrors.crc) put(null, { kind: 'damaged' })
    else
      put(answer.id, { kind: 'error', code: answer.error.code, message: answer.error.message, data: answer.error.data })
  }

  return {
    take(bytes) {
      for (const line of splitter.push(bytes)) {
        if (line.kind === 'too-long') continue
        const decoded = decodeLine(line.bytes)
        if (decoded.kind === 'frame') read(decoded.message)
        else if (decoded.kind === 'bad-crc') put(null, { kind: 'damaged' })
      }
    },
    next(id, ms) {
      return new Promise((settled) => {
        const resolve = (heard: Heard | undefined) => {
          cancel()
          waiting = undefined
          settled(heard)
        }
        const cancel = clock.after(ms, () => {
          resolve(undefined)
        })
        waiting = { id, resolve }
        settle()
      })
    },
    forgetDamage() {
      held = held.filter((one) => one.heard.kind !== 'damaged')
    },
    forget() {
      held = []
      waiting?.resolve(undefined)
    },
    echoes: () => echo,
  }
}
