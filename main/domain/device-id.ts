import { fitsPattern } from '../contract/device-pattern'
import { failure, type Failure } from '../contract/failure'

/** 1–64 of `A–Z a–z 0–9 . _ : -`, starting with a letter or digit: safe in a description, a tag, a file name, a QR code. */
const grammar = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/

/** Whether `text` can name a device. */
export function isDeviceId(text: string): boolean {
  return grammar.test(text)
}

/**
 * Why no new token may be made for `text`: `input.device`, with the `pattern` of this laptop's settings where it is that
 * which does not fit. A device that has its token already stays what it is.
 */
export function deviceFlaw(text: string, pattern: string): Failure | undefined {
  if (!isDeviceId(text)) return failure('input.device')
  return fitsPattern(pattern, text) ? undefined : failure('input.device', { pattern })
}
