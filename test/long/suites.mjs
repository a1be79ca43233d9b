/** Every test with a size of its own for the long run. */
export const suites = [
  'test/main/model',
  'test/faults',
  'test/main/adapters/ledger/truncated-log.test.ts',
  'test/e2e/faults.test.ts',
  'test/e2e/second-start.test.ts',
  'test/e2e/window-crash.test.ts',
]
