import type { Failure } from '../../main/contract/failure'
import { failure } from '../../main/contract/failure'
import { failed } from '../../main/contract/result'
import type { Serial, SerialLink } from '../../main/ports/serial'

/** The same ports, each link changed as it opens; `nth` counts from 1. */
export function withLinks(serial: Serial, change: (link: SerialLink, nth: number) => SerialLink): Serial {
  let opened = 0
  return {
    ...serial,
    async open(path, baud) {
      const link = await serial.open(path, baud)
      if (!link.ok) return link
      opened += 1
      return { ok: true, value: change(link.value, opened) }
    },
  }
}

/** The same ports, the first so many opened fail. */
export function refusing(serial: Serial, why: Failure, times: number): Serial {
  let left = times
  return {
    ...serial,
    open: (path, baud) => (left-- > 0 ? Promise.resolve(failed(why)) : serial.open(path, baud)),
  }
}

/** Counts the bytes of both directions and pulls the cable after `at` of them: those before it get through. */
export function pulledAfter(link: SerialLink, at: number, pull: () => void, count: (all: number) => void): SerialLink {
  let all = 0
  const through = (bytes: Uint8Array): Uint8Array => {
    const left = Math.max(0, Math.min(bytes.length, at - all))
    all += bytes.length
    count(all)
    return bytes.subarray(0, left)
  }
  return {
    ...link,
    async write(bytes) {
      const passed = through(bytes)
      const written = await link.write(passed)
      if (passed.length === bytes.length) return written
      pull()
      return failed(failure('serial.unplugged', { port: link.path }))
    },
    onBytes(receive) {
      link.onBytes((bytes) => {
        const passed = through(bytes)
        if (passed.length > 0) receive(passed)
        if (passed.length < bytes.length) pull()
      })
    },
  }
}

/** What the device says arrives so many times. */
export function echoed(link: SerialLink, times: number): SerialLink {
  return {
    ...link,
    onBytes(receive) {
      link.onBytes((bytes) => {
        for (let n = 0; n < times; n += 1) receive(bytes)
      })
    },
  }
}
