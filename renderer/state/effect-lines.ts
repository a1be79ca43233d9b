import type { SelectionSummary } from '../../main/contract/selection-views'
import { text } from '../../main/contract/text/text'

const words = text.selection

/** A sentence for each count that is not 0, in the order of `sentences`. */
function sentencesOf<Name extends string>(
  counts: Readonly<Record<Name, number>>,
  sentences: Readonly<Record<Name, (n: number) => string>>,
  names: readonly Name[],
): readonly string[] {
  return names.filter((name) => counts[name] > 0).map((name) => sentences[name](counts[name]))
}

const losses = ({ off }: SelectionSummary) => sentencesOf(off, words.off, ['devices', 'keeping', 'others'])

/** What disabling or revoking the selected tokens does. */
export function offLines(summary: SelectionSummary): string {
  return losses(summary).join(' ') || words.off.nothing
}

/** What enabling them does. */
export function onLines({ on }: SelectionSummary): string {
  return sentencesOf(on, words.on, ['devices', 'doubled', 'others']).join(' ') || words.on.nothing
}

/** What stays as it is; `notSelected`: locked tokens that selecting all left out. */
export function restLines(summary: SelectionSummary, notSelected: number): string {
  const counts = { ...summary, notSelected }
  return sentencesOf(counts, words.rest, ['useless', 'locked', 'gone', 'notSelected']).join(' ')
}

/** What the dialog before revoking says. */
export function revokeLines(summary: SelectionSummary): string {
  const already = summary.inactive > 0 ? [words.already(summary.inactive)] : []
  return [...losses(summary), ...already, restLines(summary, 0), words.forGood].filter((line) => line !== '').join(' ')
}
