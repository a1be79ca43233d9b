import type { SerialLink } from '../../main/ports/serial'
import { createSeeded } from './seeded'

/** What a bad cable does to a line. */
type Fault = 'drop' | 'flip' | 'lose-byte' | 'duplicate' | 'reorder'

const faults: readonly Fault[] = ['drop', 'flip', 'lose-byte', 'duplicate', 'reorder']
const lineFeed = 0x0a
const chatter = ['I (1234) wifi: connected\r\n', 'W (77) adc ', '$FK{half a frame\r\n', 'x*12345678\r\n']

/** How bad the cable is. */
export interface FaultOptions {
  readonly seed: number
  /** Share of lines that are damaged, lost, doubled or overtaken, in each direction. */
  readonly rate: number
  /** The device prints log lines between its answers. */
  readonly log?: boolean
}

/** Treats bytes line by line as a bad cable would; returns what comes out at the other end. */
export function createBadCable({ seed, rate, log = false }: FaultOptions): (bytes: Uint8Array) => Uint8Array {
  const random = createSeeded(seed)
  let line: number[] = []
  let late: number[] = []

  const spoil = (bytes: number[]): number[] => {
    if (random() >= rate) return [...bytes, ...late.splice(0)]
    const at = Math.floor(random() * bytes.length)
    switch (faults[Math.floor(random() * faults.length)]) {
      case 'drop':
        return []
      case 'flip':
        return bytes.map((byte, index) => (index === at ? byte ^ (1 << Math.floor(random() * 8)) : byte))
      case 'lose-byte':
        return bytes.filter((_, index) => index !== at)
      case 'duplicate':
        return [...bytes, ...bytes]
      default:
        late = bytes
        return []
    }
  }

  return (bytes) => {
    const out: number[] = []
    for (const byte of bytes) {
      line.push(byte)
      if (byte !== lineFeed) continue
      if (log && random() < 0.3) out.push(...Buffer.from(chatter[Math.floor(random() * chatter.length)] ?? ''))
      out.push(...spoil(line))
      line = []
    }
    return Uint8Array.from(out)
  }
}

/** The same link over a bad cable. */
export function withFaults(link: SerialLink, options: FaultOptions): SerialLink {
  const there = createBadCable({ ...options, log: false })
  const back = createBadCable({ ...options, seed: options.seed + 1 })
  return {
    ...link,
    write: (bytes) => link.write(there(bytes)),
    onBytes(receive) {
      link.onBytes((bytes) => {
        const left = back(bytes)
        if (left.length > 0) receive(left)
      })
    },
  }
}
