import type { SerialPort } from 'serialport'
import { failure } from '../../contract/failure'
import { done, failed, type Result } from '../../contract/result'
import type { Clock } from '../../ports/clock'
import type { SerialLink } from '../../ports/serial'

/** A peer that reads nothing keeps a write pending for ever. */
const writeLimit = 10_000
/** A driver may hang while closing; the technician must not. */
const closeLimit = 2000
/** How often it is looked whether the port is still there, ms. */
const lookEvery = 250

/**
 * Wraps an open port. A write that was still queued when a port went away would be sent to whatever is plugged in next,
 * so the library's object is destroyed with the link and never opened again. `isThere` looks for the port's file: a port that
 * hung up may be read as empty for ever, about once in a hundred times on Linux, and the library then never says so.
 */
export function wrapPort(
  port: SerialPort,
  { clock, isThere }: { readonly clock: Clock; readonly isThere: (path: string) => Promise<boolean> },
): SerialLink {
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
    stopLooking()
    cutAll()
    gone?.()
  }
  port.on('data', (bytes: Uint8Array) => receive?.(bytes))
  port.on('close', leave)
  port.on('error', leave)
  const look = async () => {
    if (!(await isThere(path))) leave()
    else if (state === 'open') stopLooking = clock.after(lookEvery, () => void look())
  }
  let stopLooking = clock.after(lookEvery, () => void look())

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
      stopLooking()
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
