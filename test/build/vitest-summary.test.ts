import { expect, it } from 'vitest'
import { countTests, summaryLine } from '../../build/vitest-summary.mjs'

const file = (status: string, ...results: string[]) => ({
  status,
  assertionResults: results.map((result) => ({ status: result })),
})

it('counts passed, failed and skipped tests', () => {
  const report = { testResults: [file('passed', 'passed', 'pending'), file('failed', 'passed', 'failed')] }
  expect(summaryLine(countTests(report, 1))).toBe('2 passed, 1 failed, 1 skipped')
})

it('counts a file that could not be loaded as a failure', () => {
  expect(countTests({ testResults: [file('failed'), file('passed', 'passed')] }, 1)).toMatchObject({ failed: 1 })
})

it('is not fooled by a run that failed outside its tests, or left no report', () => {
  expect(countTests({ testResults: [file('passed', 'passed')] }, 1)).toMatchObject({ passed: 1, failed: 1 })
  expect(countTests(undefined, 1)).toMatchObject({ failed: 1 })
})

it('leaves the skipped out of the line when there are none', () => {
  expect(summaryLine(countTests({ testResults: [file('passed', 'passed')] }, 0))).toBe('1 passed, 0 failed')
})
