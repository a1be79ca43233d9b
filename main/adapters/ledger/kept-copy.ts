import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Clock } from '../../ports/clock'
import { writeWhole } from './whole-file'

/** Whether a part of two ledgers, the file or its write-ahead log, holds the same; missing equals missing. */
function samePart(a: string, b: string, part: '' | '-wal'): boolean {
  const [one, other] = [a + part, b + part].map((file) => (existsSync(file) ? readFileSync(file) : Buffer.of()))
  return one !== undefined && other !== undefined && one.equals(other)
}

/** The copies of damaged ledgers beside `file`, also those of which only the log is there. */
function keptBeside(file: string): readonly string[] {
  const { dir, name, ext } = path.parse(file)
  const kept = readdirSync(dir).map((entry) => entry.replace(/-wal$/, ''))
  return [...new Set(kept)]
    .filter((entry) => entry.startsWith(`${name}.damaged-`) && entry.endsWith(ext))
    .map((entry) => path.join(dir, entry))
}

/** Whether the file itself is kept beside it, with whatever log. */
export function isKept(file: string): boolean {
  return keptBeside(file).some((copy) => samePart(file, copy, ''))
}

/**
 * Copies a damaged ledger and its write-ahead log beside it, `ledger.damaged-2026-03-01.db`, and returns the copy's path.
 * A copy that is there already is used again. Durable when it returns. Throws the file system's errors.
 */
export function keepCopy(file: string, clock: Clock): string {
  const kept = keptBeside(file)
  const same = kept.find((copy) => samePart(file, copy, '') && samePart(file, copy, '-wal'))
  if (same !== undefined) return same
  const { dir, name, ext } = path.parse(file)
  const day = new Date(clock.now()).toISOString().slice(0, 10)
  let copy = path.join(dir, `${name}.damaged-${day}${ext}`)
  // A log that is the same is this very copy, stopped before its end.
  const isTaken = () => kept.includes(copy) && (existsSync(copy) || !samePart(file, copy, '-wal'))
  for (let i = 2; isTaken(); i++) copy = path.join(dir, `${name}.damaged-${day}-${i}${ext}`)
  for (const part of ['-wal', '']) if (existsSync(file + part)) writeWhole(copy + part, readFileSync(file + part))
  return copy
}
