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

/** The sentences about tokens: their numbers add up to the selection. */
const tokens = ['tokens', 'others'] as const

const losses = ({ off }: SelectionSummary) => sentencesOf(off, words.off, [...tokens, 'devices', 'keeping'])

/** What disabling or revoking the selected tokens does. */
export function offLines(summary: SelectionSummary): string {
  return losses(summary).join(' ') || words.off.nothing
}

/** What enabling them does. */
export function onLines({ on }: SelectionSummary): string {
  return sentencesOf(on, words.on, [...tokens, 'devices', 'doubled']).join(' ') || words.on.nothing
}

/** What stays as it is; `notSelected`: locked tokens that selecting all left out. */
export function restLines(summary: SelectionSummary, notSelected: number): string {
  const counts = { ...summary, notSelected }
  return sentencesOf(counts, words.rest, ['useless', 'locked', 'gone', 'notSelected']).join(' ')
}

/** What the dialog before revoking says: what becomes of every selected token, then of their devices. */
export function revokeLines(summary: SelectionSummary): string {
  return askedLines(summary, words.forGood)
}

/** The same before disabling `n` tokens. */
export function disableLines(summary: SelectionSummary, n: number): string {
  return askedLines(summary, words.notForGood(n))
}

function askedLines(summary: SelectionSummary, end: string): string {
  const { off, on } = summary
  const disabled = on.tokens + on.others
  return [
    ...sentencesOf(off, words.off, tokens),
    ...(disabled > 0 ? [words.already(disabled)] : []),
    restLines(summary, 0),
    ...sentencesOf(off, words.off, ['devices', 'keeping']),
    end,
  ]
    .filter((line) => line !== '')
    .join(' ')
}
