// The printed report: each figure beside its baseline and its target. A verdict is a word, never an exit status.
import { summarize } from './statistics.mjs'

/**
 * @typedef {{ readonly kind: 'add', readonly most: number } | { readonly kind: 'share', readonly most: number }} Target
 * `add`: at most so much more than the baseline, in its unit; `share`: at most so many per cent more.
 *
 * @typedef {{
 *   readonly title: string
 *   readonly unit: string
 *   readonly baseline: { readonly name: string, readonly figures: readonly number[] }
 *   readonly measured: { readonly name: string, readonly figures: readonly number[] }
 *   readonly target: Target
 * }} Comparison
 */

/**
 * How far the medians lie apart, and whether that is within the target.
 * @param {Comparison} comparison
 * @returns {{ difference: string, target: string, verdict: 'met' | 'missed' }}
 */
export function judge({ baseline, measured, target, unit }) {
  const base = summarize(baseline.figures).median
  const own = summarize(measured.figures).median
  const more = target.kind === 'add' ? own - base : (own / base - 1) * 100
  const sign = target.kind === 'add' ? ` ${unit}` : ' %'
  return {
    difference: `${more < 0 ? '−' : '+'}${Math.abs(more).toFixed(1)}${sign}`,
    target: `≤ +${target.most}${sign}`,
    verdict: more <= target.most ? 'met' : 'missed',
  }
}

/**
 * One line of a table.
 * @param {string} name
 * @param {readonly number[]} figures
 * @param {string} unit
 */
export function figureLine(name, figures, unit) {
  const { median, min, max, count } = summarize(figures)
  const span = `${min.toFixed(1)}–${max.toFixed(1)}`
  return `  ${name.padEnd(34)}${median.toFixed(1).padStart(8)} ${unit.padEnd(4)}${span.padStart(16)}   n=${count}`
}

/**
 * The lines of a comparison: baseline, Fieldkey, and the verdict.
 * @param {Comparison} comparison
 */
export function comparisonLines(comparison) {
  const { title, baseline, measured, unit } = comparison
  const { difference, target, verdict } = judge(comparison)
  return [
    title,
    figureLine(baseline.name, baseline.figures, unit),
    figureLine(measured.name, measured.figures, unit),
    `  ${'difference of the medians'.padEnd(34)}${difference.padStart(10)}   target ${target}: ${verdict}`,
  ]
}
