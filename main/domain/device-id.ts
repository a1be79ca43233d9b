/** 1–64 of `A–Z a–z 0–9 . _ : -`, starting with a letter or digit: safe in a description, a tag, a file name, a QR code. */
const grammar = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/

/** Whether `text` can name a device. */
export function isDeviceId(text: string): boolean {
  return grammar.test(text)
}
