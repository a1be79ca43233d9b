import { existsSync, readFileSync } from 'node:fs'

/** Where a process writes what its window would be told: beside its folder, so that no fault of that disk is in the way. */
export const toldFile = (folder: string) => `${folder}-told.jsonl`

/** The whole lines of a file that a process wrote until it was killed: what comes after the last line break was cut off. */
export function linesToldIn(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []
}
