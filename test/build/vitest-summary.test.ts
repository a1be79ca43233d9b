import { expect, it } from 'vitest'
import { addCounts, countTests, failuresOf, summaryLine } from '../../build/vitest-summary.mjs'

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

it('names what failed: tests, and files that could not be loaded', () => {
  const test = {
    status: 'failed',
    fullName: 'the window opens',
    failureMessages: ['\u001B[31mError: no window\u001B[39m\n at'],
  }
  const report = {
    testResults: [
      { name: '/app/test/a.test.ts', status: 'failed', assertionResults: [test, { status: 'passed', fullName: 'b' }] },
      { name: '/app/test/c.test.ts', status: 'failed', message: 'cannot be read', assertionResults: [] },
      { name: '/app/test/d.test.ts', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'e' }] },
    ],
  }
  expect(failuresOf(report, '/app')).toEqual([
    'FAILED: test/a.test.ts > the window opens: Error: no window',
    'FAILED: test/c.test.ts: cannot be read',
  ])
  expect(failuresOf(undefined, '/app')).toEqual([])
})

it('adds runs up, and takes one without a test for a failure', () => {
  const [one, none] = [
    { passed: 3, failed: 1, skipped: 2 },
    { passed: 0, failed: 0, skipped: 0 },
  ]
  expect(addCounts([one, one])).toEqual({ passed: 6, failed: 2, skipped: 4 })
  expect(addCounts([one, none])).toEqual({ passed: 3, failed: 2, skipped: 2 })
})
