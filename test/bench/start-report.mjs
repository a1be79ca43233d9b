// The part of the report on starting: time to a ready window, memory when idle.
import { comparisonLines, figureLine } from './report.mjs'
import { measureStarts } from './start-up.mjs'

const times = 9

/**
 * Measures and gives the lines.
 * @param {import('./run.mjs').Stage} stage
 */
export async function startReport(stage) {
  const { bare, fieldkey } = await measureStarts(stage, times)
  const headings = fieldkey.flatMap(({ heading }) => heading ?? [])
  const kind = process.platform === 'linux' ? 'proportional set size' : 'working sets'
  return [
    '',
    ...comparisonLines({
      title: 'Process start → window ready to show',
      unit: 'ms',
      baseline: { name: 'bare window', figures: bare.map(({ ready }) => ready) },
      measured: { name: 'Fieldkey', figures: fieldkey.map(({ ready }) => ready) },
      target: { kind: 'add', most: 150 },
    }),
    ...(headings.length > 0 ? [figureLine('Fieldkey, heading in the page', headings, 'ms')] : []),
    '',
    ...comparisonLines({
      title: `Memory of all processes, idle for 3 s (${kind})`,
      unit: 'MiB',
      baseline: { name: 'bare window', figures: bare.map(({ memory }) => memory) },
      measured: { name: 'Fieldkey', figures: fieldkey.map(({ memory }) => memory) },
      target: { kind: 'share', most: 25 },
    }),
  ]
}
