import type { SerialPort } from 'serialport'
import { failure } from '../../contract/failure'
import { done, failed, type Result } from '../../contract/result'
import type { Clock } from '../../ports/clock'
import type { SerialLink } from '../../ports/serial'

/** A peer that reads nothing keeps a write pending for ever. */
const writeLimit = 10_000
/** A driver may hang while closing; the technician must not. */
const closeLimit = 2000

/**
 * Wraps an open port. A write that was still queued when a port went away would be sent to whatever is plugged in next,
 * so the library's object is destroyed with the link and never opened again.
 */
export function wrapPort(port: SerialPort, clock: Clock): SerialLink {
  const { path, baudRate: baud } = port
  let receive: ((bytes: Uint8Array) => void) | undefined
  let gone: (() => void) | undefined
  let state: 'open' | 'gone' | 'closed' = 'open'
  const pending = new Set<() => void>()

  const cutAll = () => {
    for (const cut of pending) cut()
    pending.clear()
  }
  // Closing may be reported twice, and an error may come without it.
  const leave = () => {
    if (state !== 'open') return
    state = 'gone'
    cutAll()
    gone?.()
  }
  port.on('data', (bytes: Uint8Array) => receive?.(bytes))
  port.on('close', leave)
  port.on('error', leave)

  return {
    path,
    baud,
    write(bytes) {
      if (state !== 'open' || !port.isOpen) return Promise.resolve(failed(failure('serial.unplugged', { port: path })))
      return new Promise<Result<void>>((resolve) => {
        const cancel = clock.after(writeLimit, () => {
          resolve(failed(failure('device.no-answer', { port: path })))
        })
        const end = (result: Result<void>) => {
          cancel()
          resolve(result)
        }
        const cut = () => {
          end(failed(failure('serial.unplugged', { port: path })))
        }
        pending.add(cut)
        port.write(Buffer.from(bytes), (problem) => {
          pending.delete(cut)
          if (problem) cut()
          else end(done)
        })
      })
    },
    onBytes(run) {
      receive = run
    },
    onGone(run) {
      gone = run
      if (state === 'gone') run()
    },
    async close() {
      state = 'closed'
      receive = undefined
      cutAll()
      if (port.isOpen) await closed(port, clock)
      port.destroy()
    },
  }
}

function closed(port: SerialPort, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(closeLimit, resolve)
    port.close(() => {
      cancel()
      resolve()
    })
  })
}
