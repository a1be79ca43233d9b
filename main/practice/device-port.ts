import { failure, type Failure } from '../contract/failure'
import { practicePort } from '../contract/practice-port'
import { done, failed, ok } from '../contract/result'
import { asciiBytes } from '../domain/frames'
import type { Serial } from '../ports/serial'

/** The practice device's cable: takes the place of the machine's serial ports. */
export interface PracticeCable {
  readonly serial: Serial
  readonly plug: () => void
  /** Pulls the cable, also in the middle of a transfer. */
  readonly unplug: () => void
  readonly isPlugged: () => boolean
}

/** Makes the cable. `take` is the device's end; what it returns is sent back. `busy` lets opening fail. */
export function createPracticeCable(parts: {
  readonly take: (bytes: Uint8Array) => string
  readonly busy: () => boolean
}): PracticeCable {
  let plugged = true
  /** Pulls the cable out of the open link. */
  let pull: (() => void) | undefined

  const refusal = (path: string): Failure | undefined => {
    if (path !== practicePort || !plugged) return failure('serial.missing', { port: path })
    if (parts.busy() || pull) return failure('serial.busy', { port: path })
    return undefined
  }

  const serial: Serial = {
    list: () => Promise.resolve(ok(plugged ? [{ path: practicePort, label: 'Practice device' }] : [])),
    open(path, baud) {
      const refused = refusal(path)
      if (refused) return Promise.resolve(failed(refused))
      let state: 'open' | 'gone' | 'closed' = 'open'
      let receive: ((bytes: Uint8Array) => void) | undefined
      let gone: (() => void) | undefined
      const mine = () => {
        state = 'gone'
        pull = undefined
        gone?.()
      }
      pull = mine
      return Promise.resolve(
        ok({
          path,
          baud,
          write(bytes) {
            if (state !== 'open') return Promise.resolve(failed(failure('serial.unplugged', { port: path })))
            const answer = asciiBytes(parts.take(bytes))
            // A wire answers later, never inside the call that writes.
            queueMicrotask(() => {
              if (state === 'open' && answer.length > 0) receive?.(answer)
            })
            return Promise.resolve(done)
          },
          onBytes(run) {
            receive = run
          },
          onGone(run) {
            gone = run
            if (state === 'gone') run()
          },
          close() {
            if (state === 'open' && pull === mine) pull = undefined
            state = 'closed'
            return Promise.resolve()
          },
        }),
      )
    },
  }

  return {
    serial,
    plug() {
      plugged = true
    },
    unplug() {
      plugged = false
      pull?.()
    },
    isPlugged: () => plugged,
  }
}
