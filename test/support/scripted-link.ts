import { failure } from '../../main/contract/failure'
import { done, failed } from '../../main/contract/result'
import { asciiBytes, decodeLine, encodeFrame, lineEnd, type Message } from '../../main/domain/frames'
import { createLineSplitter } from '../../main/domain/line-splitter'
import type { SerialLink } from '../../main/ports/serial'

/** A request as it reached the other end. */
export interface Received {
  readonly id: number
  readonly method: string
  readonly params: Message
}

/** A link whose other end is a test. */
export interface ScriptedLink extends SerialLink {
  /** Everything written so far, write by write. */
  readonly written: string[]
  readonly received: Received[]
  /** Lets bytes arrive. */
  say(text: string): void
  /** Pulls the cable. */
  pull(): void
}

/** Makes a link; `reply` gives the text to send back for each intact request. */
export function createScriptedLink(reply: (request: Received) => string | undefined): ScriptedLink {
  const splitter = createLineSplitter(4096)
  let receive: ((bytes: Uint8Array) => void) | undefined
  let gone: (() => void) | undefined
  let pulled = false
  const written: string[] = []
  const received: Received[] = []
  const say = (text: string) => receive?.(asciiBytes(text))
  return {
    path: 'scripted',
    baud: 115_200,
    written,
    received,
    say,
    write(bytes) {
      if (pulled) return Promise.resolve(failed(failure('serial.unplugged', { port: 'scripted' })))
      written.push(String.fromCharCode(...bytes))
      for (const line of splitter.push(bytes)) {
        const decoded = line.kind === 'line' ? decodeLine(line.bytes) : line
        if (decoded.kind !== 'frame') continue
        const request = { params: {}, ...decoded.message } as unknown as Received
        received.push(request)
        const answer = reply(request)
        if (answer !== undefined) queueMicrotask(() => say(answer))
      }
      return Promise.resolve(done)
    },
    onBytes(run) {
      receive = run
    },
    onGone(run) {
      gone = run
    },
    pull() {
      pulled = true
      gone?.()
    },
    close: () => Promise.resolve(),
  }
}

/** The text of a device's result. */
export function resultOf(id: number, result: Message): string {
  return encodeFrame({ jsonrpc: '2.0', id, result }) + lineEnd
}

/** The text of a device's error. */
export function errorOf(id: number | null, code: number, message = 'no', data?: Message): string {
  return encodeFrame({ jsonrpc: '2.0', id, error: { code, message, ...(data ? { data } : {}) } }) + lineEnd
}

/** What a good device says of itself. */
export const identity: Message = {
  v: 1,
  dev: 'pump-17',
  fw: '1.4.0',
  hw: 'esp32',
  max: 256,
  rx: 256,
  gap: 0,
  proof: 'sha256',
  state: 'empty',
}
