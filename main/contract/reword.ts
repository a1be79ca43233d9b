import * as v from 'valibot'
import { longestDescription } from './token-query'

const part = v.pipe(v.string(), v.maxLength(longestDescription))

/** How the descriptions of many tokens change. What is to be found is plain text: no sign in it means anything else. */
export const rewordSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('replace'), find: v.pipe(part, v.minLength(1)), by: part }),
  v.strictObject({ kind: v.literal('add'), before: part, after: part }),
])

/** How the descriptions of many tokens change. */
export type Reword = v.InferOutput<typeof rewordSchema>

/** What a description becomes, without blanks around it; one that does not change stays as it is, blanks included. */
export function reworded(text: string, how: Reword): string {
  // Not `replaceAll`: `$&` and the like mean something in what it puts in.
  const now = how.kind === 'replace' ? text.split(how.find).join(how.by) : how.before + text + how.after
  return now === text ? text : now.trim()
}

/** A token whose description would change. */
export interface RewordRow {
  readonly id: string
  readonly from: string
  readonly to: string
  /** Why it cannot become that. */
  readonly refused?: 'input.device' | 'input.description' | 'pattern'
}

/** What would become of descriptions, told before anything is written. */
export interface RewordPreview {
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  /** The first that change and the first that cannot; long texts are cut. */
  readonly rows: readonly RewordRow[]
  /** Devices that would then have more than one working token where they have not now, and the names of the first. */
  readonly doubled: number
  readonly doubledNames: readonly string[]
  /** No longer in the list. */
  readonly gone: number
}
