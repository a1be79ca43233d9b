import { crc32Hex } from './crc32'

/** A JSON object as a frame carries it; its members still have to be read by a schema. */
export type Message = Readonly<Record<string, unknown>>

/** What a received line turned out to be. */
export type DecodedLine =
  | { readonly kind: 'frame'; readonly message: Message }
  /** Anything that is not a frame: what the firmware prints. */
  | { readonly kind: 'log' }
  /** A frame that was damaged on its way. */
  | { readonly kind: 'bad-crc' }
  /** A frame that arrived as it was sent but holds no JSON object in printable ASCII. */
  | { readonly kind: 'bad-json' }

/** Ends every frame; alone it ends whatever half a line the receiver may still hold. */
export const lineEnd = '\r\n'

/**
 * JSON without white space in the bytes 20–7E. `$` and `*` are written as escapes too: a frame's start and its checksum
 * mark then cannot occur inside it, and finding the next frame is a plain search.
 */
function asciiJson(value: Message): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]|[$*]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** The frame of a message: `$FK{…}*` and its CRC-32, without the line end. ASCII only (docs/serial-protocol.md, 1–2). */
export function encodeFrame(message: Message): string {
  const body = `FK${asciiJson(message)}`
  return `$${body}*${crc32Hex(asciiBytes(body))}`
}

/** The bytes of an ASCII text. */
export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

/**
 * Reads one line without its line end (docs/serial-protocol.md, 3). The last `$FK{` counts, since a log line without a
 * line end, or a frame whose own one was lost, may stand before it.
 */
export function decodeLine(line: Uint8Array): DecodedLine {
  const text = String.fromCharCode(...line)
  const start = text.lastIndexOf('$FK{')
  const star = text.length - 9
  if (start < 0 || star < start || text[star] !== '*') return { kind: 'log' }
  const body = line.subarray(start + 1, star)
  if (text[star - 1] !== '}' || text.slice(star + 1).toUpperCase() !== crc32Hex(body)) return { kind: 'bad-crc' }
  return readBody(text.slice(start + 3, star))
}

function readBody(json: string): DecodedLine {
  if (!/^[\x20-\x7e]*$/.test(json)) return { kind: 'bad-json' }
  try {
    // Starts with `{`, so whatever parses is an object.
    return { kind: 'frame', message: JSON.parse(json) as Message }
  } catch {
    return { kind: 'bad-json' }
  }
}
