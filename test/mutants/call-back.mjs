// Defects of calling a decision to revoke back.

const callBack = 'test/main/services/call-back.test.ts'

/** @type {readonly import('./list.mjs').Mutant[]} */
export const callBackMutants = [
  {
    name: 'a revocation is called back though a try may have reached the server',
    file: 'main/services/end-token.ts',
    find: `left: now.left || tries.left`,
    replace: `left: now.left`,
    tests: [callBack],
  },
  {
    name: 'a revocation is called back while a try is under way',
    file: 'main/services/end-token.ts',
    find: `count((now) => ({ ...now, underway: now.underway + 1 }))`,
    replace: `count((now) => now)`,
    tests: [callBack],
  },
  {
    name: 'a revocation is called back though the device has another token on its way',
    file: 'main/services/technician-word.ts',
    find: `waits?.unsent !== true || isSucceeded(story)`,
    replace: `waits?.unsent !== true`,
    tests: [callBack],
  },
  {
    name: 'what was called back is deleted by the look that was under way',
    file: 'main/services/settle.ts',
    find: `if (!story.now.revoking && !isOver(story.now)) return done`,
    replace: ``,
    tests: [callBack],
  },
  {
    name: 'a request that left is not heard of',
    file: 'main/adapters/influx/ask.ts',
    find: `if (sent.ok || sent.failure.mayHaveLeft) question.onLeft?.()`,
    replace: `if (sent.ok) question.onLeft?.()`,
    tests: [callBack, 'test/main/adapters/influx/client.test.ts'],
  },
]
