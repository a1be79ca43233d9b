/** A line without its line end, or the news that one was longer than the cap and is gone. */
export type SplitLine = { readonly kind: 'line'; readonly bytes: Uint8Array } | { readonly kind: 'too-long' }

/** Cuts a stream of bytes into lines. */
export interface LineSplitter {
  /** Takes the next bytes, however they were cut, and returns the lines they complete. */
  push(bytes: Uint8Array): readonly SplitLine[]
}

const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * Makes a splitter for lines that end in LF or CR LF. A line of more than `max` bytes (line end included) is dropped up
 * to its LF and reported once, so a stream without line ends cannot fill the memory.
 */
export function createLineSplitter(max: number): LineSplitter {
  const held = new Uint8Array(max)
  let length = 0
  let dropping = false

  const finish = (): SplitLine => {
    const long = dropping || length + 1 > max
    const end = length > 0 && held[length - 1] === carriageReturn ? length - 1 : length
    const bytes = held.slice(0, end)
    held.fill(0, 0, length)
    length = 0
    dropping = false
    return long ? { kind: 'too-long' } : { kind: 'line', bytes }
  }

  return {
    push(bytes) {
      const lines: SplitLine[] = []
      for (const byte of bytes) {
        if (byte === lineFeed) lines.push(finish())
        else if (length === max) dropping = true
        else held[length++] = byte
      }
      return lines
    },
  }
}
