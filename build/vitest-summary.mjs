// Reads vitest's JSON report into the lines everything ends with.
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ status: string, fullName?: string, failureMessages?: string[] }} Test */
/** @typedef {{ status: string, name?: string, message?: string, assertionResults: Test[] }} File */

/**
 * The files of a report, none for a run that left no report.
 * @param {unknown} report
 */
function filesOf(report) {
  return /** @type {{ testResults?: File[] } | undefined} */ (report)?.testResults
}

/**
 * Counts what a report holds. A file that could not be loaded has no tests and counts as one failure, and so does a run
 * that failed although every test passed (an unhandled rejection), or that left no report.
 * @param {unknown} report
 * @param {number} status the exit status of vitest
 * @returns {Counts}
 */
export function countTests(report, status) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const files = filesOf(report)
  for (const file of files ?? []) {
    for (const { status: result } of file.assertionResults) {
      if (result === 'passed') counts.passed += 1
      else if (result === 'failed') counts.failed += 1
      else counts.skipped += 1
    }
    if (file.status === 'failed' && !file.assertionResults.some((one) => one.status === 'failed')) counts.failed += 1
  }
  if (status !== 0 && counts.failed === 0 && (files === undefined || counts.passed > 0)) counts.failed = 1
  return counts
}

/**
 * The counts of runs that were made side by side. One that ran no test is a failure, whatever the others did.
 * @param {readonly Counts[]} runs
 * @returns {Counts}
 */
export function addCounts(runs) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const { passed, failed, skipped } of runs) {
    counts.passed += passed
    counts.failed += passed + failed === 0 ? 1 : failed
    counts.skipped += skipped
  }
  return counts
}

/**
 * What failed, a line each: its file, its name, and the first line of what it said. These lines stand at the end of a run, so
 * that they are there too where only the end of a long output is kept.
 * @param {unknown} report
 * @param {string} folder what file names are given relative to
 * @returns {string[]}
 */
export function failuresOf(report, folder) {
  return (filesOf(report) ?? []).flatMap((file) => {
    const name = path.relative(folder, file.name ?? '')
    const tests = file.assertionResults.filter(({ status }) => status === 'failed')
    if (tests.length === 0) return file.status === 'failed' ? [failureLine(name, file.message)] : []
    return tests.map((one) => failureLine(`${name} > ${one.fullName ?? ''}`, one.failureMessages?.[0]))
  })
}

/**
 * @param {string} what
 * @param {string | undefined} message
 */
function failureLine(what, message) {
  const [first = ''] = stripVTControlCharacters(message ?? '').split('\n')
  return `FAILED: ${what}${first && `: ${first}`}`
}

/**
 * The last line of a run.
 * @param {Counts} counts
 */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
