import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect } from 'vitest'
import type { Story } from '../../main/ports/ledger'
import { anAct } from '../contract/ledger'
import { actsOf, ledgerFile, openIn } from './open-test-ledger'

/** What is left of a ledger: its file, and the write-ahead log beside it. */
export interface Remains {
  readonly file: Uint8Array
  readonly wal?: Uint8Array
}

/** Lays what is left of a ledger into a folder that held another's, as new files: SQLite knows an old one again. */
export function lay(folder: string, { file, wal }: Remains): void {
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name), { recursive: true })
  writeFileSync(ledgerFile(folder), file)
  if (wal) writeFileSync(`${ledgerFile(folder)}-wal`, wal)
}

/**
 * Opens what is left of a ledger that told `written`. Either it is refused, and then a copy of these very remains is kept
 * aside: `ledger.damaged` or whatever the failure's code is. Or it tells a true beginning of each story, and of the acts,
 * and no other: how many events in all.
 */
export function told(folder: string, remains: Remains, written: readonly Story[]): number | string {
  lay(folder, remains)
  const opened = openIn(folder)
  if (!opened.ok) {
    const { code, params } = opened.failure
    const kept = 'path' in params ? String(params['path']) : ''
    expect(path.basename(kept)).toMatch(/^ledger\.damaged-/)
    expect(readFileSync(kept).equals(remains.file)).toBe(true)
    if (remains.wal) expect(readFileSync(`${kept}-wal`).equals(remains.wal)).toBe(true)
    return code
  }
  const stories = opened.value.stories()
  const acts = actsOf(opened.value)
  expect(acts).toEqual([0, 1, 2].map((n) => anAct(n, { detail: `act ${n}` })).slice(0, acts.length))
  opened.value.close()
  for (const story of stories) {
    const whole = written.find(({ intent }) => intent.id === story.intent.id)
    expect(story.intent).toEqual(whole?.intent)
    expect(story.events).toEqual(whole?.events.slice(0, story.events.length))
  }
  return stories.reduce((all, { events }) => all + events.length, 0)
}

setFlagsFromString('--expose-gc')
/** Has V8 collect what nobody holds. */
export const collect = runInNewContext('gc') as () => void

/** Tries `outcomeOf` for each of 0 … `count` - 1; a closed ledger's files are open until its statements are collected. */
export async function each<T>(count: number, outcomeOf: (n: number) => T): Promise<readonly T[]> {
  const outcomes: T[] = []
  for (let n = 0; n < count; n += 1) {
    outcomes.push(outcomeOf(n))
    if (n % 500 !== 499) continue
    collect()
    await turn()
  }
  return outcomes
}
