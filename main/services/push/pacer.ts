import { done, type Result } from '../../contract/result'
import type { Clock } from '../../ports/clock'
import type { SerialLink } from '../../ports/serial'

/** Sends no faster than the device can read. */
export interface Pacer {
  /** Sends all bytes, in pieces with pauses between; stops half-way once `stopped` says so. */
  send(bytes: Uint8Array): Promise<Result<void>>
  readonly pace: (rx: number, gap: number) => void
  /** Waits without sending. */
  rest(ms: number): Promise<void>
}

/**
 * Makes the pacer of a link. Until told better it assumes the smallest usual receive ring, 32 bytes and 10 ms: a ring
 * that overflows loses the end of a line, and a console runs what is left together with the next one.
 */
export function createPacer(clock: Clock, link: SerialLink, stopped: () => boolean): Pacer {
  let rx = 32
  let gap = 10
  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      clock.after(ms, resolve)
    })
  return {
    async send(bytes) {
      const piece = gap === 0 ? bytes.length : rx
      for (let from = 0; from < bytes.length && !stopped(); from += piece) {
        // The system takes bytes faster than the wire: the pause begins when the last of them has left.
        if (from > 0) await rest(gap + Math.ceil((piece * 10_000) / link.baud))
        if (stopped()) break
        const written = await link.write(bytes.subarray(from, from + piece))
        if (!written.ok) return written
      }
      return done
    },
    pace(bytes, pause) {
      rx = bytes
      gap = pause
    },
    rest,
  }
}
