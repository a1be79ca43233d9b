import { randomBytes } from 'node:crypto'
import type { Random } from '../ports/random'

/** The system's randomness. */
export function createRandom(): Random {
  return { hex: (bytes) => randomBytes(bytes).toString('hex') }
}
