import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { redact } from '../domain/redact'
import type { Clock } from '../ports/clock'
import type { Log, LogReader } from '../ports/log'
import type { Random } from '../ports/random'

const largest = 1 << 20
const older = ['main.1.log', 'main.2.log'] as const

/** Douglas Crockford's base 32: no I, L, O, U to be misread or misheard. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * The log in `folder`: `main.log`, and two older files of at most 1 MiB each. One line an entry. Nobody gives it a secret;
 * what looks like one is removed all the same. A log that cannot be written stops nothing.
 */
export function createLog({
  folder,
  clock,
  random,
}: {
  readonly folder: string
  readonly clock: Clock
  readonly random: Random
}): Log & LogReader {
  const write = (kind: string, what: string, detail: unknown) => {
    const line = [new Date(clock.now()).toISOString(), kind, JSON.stringify(what), JSON.stringify(detail)].join(' ')
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      rotate(folder)
      appendFileSync(path.join(folder, 'main.log'), `${redact(line)}\n`, { mode: 0o600 })
    } catch {
      // A full disk is told by the ledger.
    }
  }
  return {
    info(what, detail = {}) {
      write('info', what, detail)
    },
    bug(what, error) {
      const reference = readable(random.hex(3))
      const detail = error instanceof Error ? { name: error.name, stack: error.stack ?? '' } : { name: typeof error }
      write('bug', what, { reference, ...detail })
      return reference
    },
    last(count) {
      const all = ['main.1.log', 'main.log'].flatMap((name) => linesOf(path.join(folder, name)))
      return all.slice(-count)
    },
  }
}

/** The first 20 bits of `hex` as four characters. */
function readable(hex: string): string {
  const bits = Number.parseInt(hex.slice(0, 5), 16)
  return [15, 10, 5, 0].map((shift) => alphabet[(bits >> shift) & 31]).join('')
}

function rotate(folder: string): void {
  const names = ['main.log', ...older].map((name) => path.join(folder, name))
  const [main = '', first = '', second = ''] = names
  if ((statSync(main, { throwIfNoEntry: false })?.size ?? 0) < largest) return
  if (existsSync(first)) renameSync(first, second)
  renameSync(main, first)
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean)
  } catch {
    return []
  }
}
