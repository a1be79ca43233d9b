// Defects in what becomes of a token made in Tokens until somebody has its text.

const services = 'test/main/services'
const unclaimed = `${services}/unclaimed.test.ts`

/** @type {readonly import('./list.mjs').Mutant[]} */
export const newTokenMutants = [
  {
    name: 'a new token is asked for without a note',
    file: 'main/services/unclaimed.ts',
    find: `const noted = errands.note(id, errand)`,
    replace: `const noted = errand.nonce === '' ? errands.note(id, errand) : done`,
    tests: [unclaimed],
  },
  {
    name: 'the next run revokes a new token that somebody took',
    file: 'main/services/unclaimed.ts',
    find: `const dropped = errands.drop(connectionId, nonce)`,
    replace: `const dropped = done`,
    tests: [unclaimed],
  },
  {
    name: 'a new token that was called off stays',
    file: 'main/services/unclaimed.ts',
    find: `if (!revoke && (taken || waiting > 0)) return done`,
    replace: `if (!revoke) return done`,
    tests: [unclaimed],
  },
  {
    name: 'a new token is shown to screen captures',
    file: 'main/services/token-texts.ts',
    find: `const uncover = cover()`,
    replace: `const uncover = handle === '' ? cover() : () => undefined`,
    tests: [`${services}/token-text-shown.test.ts`],
  },
]
