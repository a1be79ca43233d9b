const half = /[\ud800-\udfff]/gu

/** `text` with everything outside printable ASCII as JSON escapes, so that no reader has to guess an encoding. */
export function toAscii(text: string): string {
  return text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** `text` percent-encoded (RFC 3986, UTF-8); half of a surrogate pair becomes U+FFFD. */
export function toPercent(text: string): string {
  const whole = encodeURIComponent(text.replace(half, '\ufffd'))
  return whole.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** `text` as the inside of a JSON string, ASCII. */
export function toJsonText(text: string): string {
  return toAscii(JSON.stringify(text).slice(1, -1))
}

/** `text` as the inside of a basic string of TOML, ASCII. */
export function toTomlText(text: string): string {
  return text.replace(half, '\ufffd').replace(/["\\]|[^ -~]/gu, (sign) => {
    if (sign === '"' || sign === '\\') return `\\${sign}`
    const code = (sign.codePointAt(0) ?? 0).toString(16)
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`
  })
}
