// Defects around tokens that were switched off or replaced elsewhere, and servers that are restored from a backup.

const replaced = 'test/main/model/replaced.test.ts'
const settling = 'test/main/domain/settling.test.ts'

/** @type {readonly import('./list.mjs').Mutant[]} */
export const replacedMutants = [
  {
    name: 'a token that another laptop switched off is switched on again',
    file: 'main/domain/twins.ts',
    find: `return known.active || wasChanged(row)`,
    replace: `return known.active && wasChanged(row) && row.id === ''`,
    tests: [replaced],
  },
  {
    name: 'switched off before its answer came, a token counts as never switched on',
    file: 'main/domain/twins.ts',
    find: `return known.active || wasChanged(row)`,
    replace: `return known.active`,
    tests: [replaced],
  },
  {
    name: 'asked a second time, a switched-off token comes on beside its successor',
    file: 'main/services/activate.ts',
    find: `if (isOff && (live !== undefined || (now.active && !now.disabled)))`,
    replace: `if (isOff && live !== null && now.active && !now.disabled)`,
    tests: [replaced],
  },
  {
    name: 'what was switched off elsewhere is not noted',
    file: 'main/services/activate.ts',
    find: `const noted = now.disabled ? done : board.note(intent.id, { kind: 'disabled' })`,
    replace: `const noted = now.timesShown < 0 ? board.note(intent.id, { kind: 'disabled' }) : done`,
    tests: [replaced],
  },
  {
    name: 'what is left over is switched on before the look around',
    file: 'main/services/deliver-qr.ts',
    find: `const may = isNew ? done : await look`,
    replace: `const may = isNew || id !== '' ? done : await look`,
    tests: [replaced],
  },
  {
    name: 'nobody looks again after both have looked',
    file: 'main/domain/twins.ts',
    find: `row.status === 'inactive' && !wasChanged(row))`,
    replace: `row.status === 'inactive' && wasChanged(row))`,
    tests: [replaced],
  },
  {
    name: 'a token that was switched off counts as a rival while it is fresh',
    file: 'main/domain/twins.ts',
    find: ` || (-later < handingOverFor && !wasChanged(row))`,
    replace: ` || -later < handingOverFor`,
    tests: [replaced, 'test/main/domain/twins.test.ts'],
  },
  {
    name: 'what a backup brings back counts as a person’s wish',
    file: 'main/domain/old-token.ts',
    find: `return Date.parse(updatedAt) > Date.parse(oldOffAt)`,
    replace: `return updatedAt !== oldOffAt`,
    tests: [settling, replaced],
  },
  {
    name: 'a person’s wish counts as what a backup brings back',
    file: 'main/domain/old-token.ts',
    find: `return Date.parse(updatedAt) > Date.parse(oldOffAt)`,
    replace: `return updatedAt === '' && oldOffAt === ''`,
    tests: [settling, replaced],
  },
  {
    name: 'an old token that a backup brings back stays on',
    file: 'main/domain/settling.ts',
    find: `return back.map(({ id }) => ({ kind: 'off-again', handover, authId: id }))`,
    replace: `return back.length < 0 ? back.map(({ id }) => ({ kind: 'off-again', handover, authId: id })) : []`,
    tests: [settling, replaced],
  },
  {
    name: 'a deleted old token that a backup brings back stays',
    file: 'main/domain/settling.ts',
    find: `if (now.old === 'gone') return old.map`,
    replace: `if (now.old === 'gone' && old.length < 0) return old.map`,
    tests: [settling, replaced],
  },
  {
    name: 'the way back is open though another laptop has taken the place',
    file: 'main/services/replacement.ts',
    find: `if (other === undefined) return done`,
    replace: `if (other !== null) return done`,
    tests: [replaced],
  },
  {
    name: 'an answer that says the old token is on counts as switched off',
    file: 'main/services/replacement.ts',
    find: `(answer.value.id !== authId || answer.value.status !== status)`,
    replace: `answer.value.id !== authId`,
    tests: ['test/main/services/replace-settled.test.ts'],
  },
  {
    name: 'an old token that the server refuses to switch off is told as off',
    file: 'main/services/replacement.ts',
    find: `if (known && refused) board.note`,
    replace: `if (known && refused && answer.ok) board.note`,
    tests: ['test/main/services/replace-settled.test.ts'],
  },
  {
    name: 'an old token is off before it is known what it has written',
    file: 'main/services/replacement.ts',
    find: `    if (!last.ok && isOutage(last.failure)) return last\n`,
    replace: ``,
    tests: ['test/main/services/replace-settled.test.ts'],
  },
  {
    name: 'another owner’s token stands in the way back to an old one',
    file: 'main/services/replacement.ts',
    find: ` && row.userId === owner && !mine`,
    replace: ` && !mine`,
    tests: [`test/main/model/replaced.test.ts`],
  },
  {
    name: 'a token that was chosen to work beside stands in the way back',
    file: 'main/services/replacement.ts',
    find: `const mine = [...replaces, ...chosen, story.now.authId]`,
    replace: `const mine = [...replaces, ...chosen.slice(0, 0), story.now.authId]`,
    tests: [`test/main/model/replaced.test.ts`],
  },
]
