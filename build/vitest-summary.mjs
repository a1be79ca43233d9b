// Reads vitest's JSON report into the one line everything ends with.

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Counts what a report holds. A file that could not be loaded has no tests and counts as one failure, and so does a run
 * that failed although every test passed (an unhandled rejection), or that left no report.
 * @param {unknown} report
 * @param {number} status the exit status of vitest
 * @returns {Counts}
 */
export function countTests(report, status) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const files =
    /** @type {{ testResults?: { status: string, assertionResults: { status: string }[] }[] } | undefined} */ (report)
      ?.testResults
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
 * The last line of a run.
 * @param {Counts} counts
 */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
