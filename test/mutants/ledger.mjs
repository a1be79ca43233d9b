// Defects of the ledger's file: what stands in it, what room it keeps, and how a new one takes the place of a damaged one.

const folder = 'test/main/adapters/ledger'
const durable = `${folder}/durable.test.ts`
const schema = `${folder}/schema.test.ts`
const snapshot = `${folder}/snapshot-trust.test.ts`
const replaced = 'test/main/replace-ledger.test.ts'
const groupCommit = 'test/main/services/group-commit.test.ts'

/** @type {readonly import('./list.mjs').Mutant[]} */
export const ledgerMutants = [
  {
    name: 'a new ledger takes the damaged one’s place before it is filled',
    file: 'main/replace-ledger.ts',
    find: `return await carryOver(`,
    replace: `nameSuccessor(file); return await carryOver(`,
    tests: [replaced],
  },
  {
    name: 'a new ledger takes the damaged one’s log over',
    file: 'main/adapters/ledger/successor.ts',
    find: `for (const part of ['-wal', '-shm', '-snapshot'])`,
    replace: `for (const part of ['-shm', '-snapshot'])`,
    tests: [replaced],
  },
  {
    name: 'a file is moved into place before it is on the disk',
    file: 'main/adapters/ledger/whole-file.ts',
    find: `      fsyncSync(handle)\n    } finally {\n      closeSync(handle)\n    }\n    renameSync`,
    replace: `    } finally {\n      closeSync(handle)\n    }\n    renameSync`,
    tests: [replaced],
  },
  {
    name: 'a start passes over the new ledger that was to take its place',
    file: 'main/adapters/ledger/open.ts',
    find: `    putSuccessor(file, clock)\n`,
    replace: ``,
    tests: [replaced],
  },
  {
    name: 'a start leaves what SQLite put into the index of a torn log',
    file: 'main/adapters/ledger/open.ts',
    find: `    if (afterCrash) overwriteIndex(db)\n`,
    replace: ``,
    tests: [`${folder}/log-index.test.ts`],
  },
  {
    name: 'a snapshot of other rules is believed',
    file: 'main/adapters/ledger/snapshot.ts',
    find: `head.version !== version || `,
    replace: ``,
    tests: [snapshot],
  },
  {
    name: 'a snapshot that tells otherwise than the events is kept',
    file: 'main/adapters/ledger/verify.ts',
    find: `!isDeepStrictEqual(known, now))) onStale()`,
    replace: `!isDeepStrictEqual(known, now))) void onStale`,
    tests: [snapshot],
  },
  {
    name: 'an end that is missing after the snapshot is not noticed at the start',
    file: 'main/adapters/ledger/load.ts',
    find: `  if (n !== events || chain !== head) throw damagedError('broken', `,
    replace: `  if (n > events) throw damagedError('broken', `,
    tests: [snapshot],
  },
  {
    name: 'a token leaves the old install’s name before the new ledger is in its place',
    file: 'main/services/fresh-ledger.ts',
    find: `copied.push(account)`,
    replace: `await vault.delete(account)`,
    tests: [replaced],
  },
  {
    name: 'a full disk tells that nothing of a damaged ledger can be read',
    file: 'main/adapters/ledger/salvage.ts',
    find: `    return readCopy(copy)\n`,
    replace: `    return readCopy(copy)\n  } catch {\n    return { connections: [], handovers: [], acts: [] }\n`,
    tests: [replaced],
  },
  {
    name: 'a table takes any kind of value',
    file: 'main/adapters/ledger/schema.ts',
    find: `) STRICT;\n  CREATE INDEX act_of_token`,
    replace: `);\n  CREATE INDEX act_of_token`,
    tests: [schema],
  },
  {
    name: 'an event may be of no handover',
    file: 'main/adapters/ledger/schema.ts',
    find: `'foreign_keys = ON'`,
    replace: `'foreign_keys = OFF'`,
    tests: [schema],
  },
  {
    name: 'no room is kept for what was begun',
    file: 'main/adapters/ledger/ledger.ts',
    find: `        keepBallast(ballast)\n`,
    replace: ``,
    tests: [durable],
  },
  {
    name: 'the room that is kept is not given back on a full disk',
    file: 'main/adapters/ledger/ledger.ts',
    find: `          dropBallast(ballast)\n`,
    replace: ``,
    tests: [durable],
  },
  {
    name: 'room that was given back is not kept again',
    file: 'main/adapters/ledger/ledger.ts',
    find: `keepBallast(ballast)\n`,
    replace: `if (events === 0) keepBallast(ballast)\n`,
    tests: [durable],
  },
  {
    name: 'any file counts as the room that is kept',
    file: 'main/adapters/ledger/ballast.ts',
    find: `?.size === size) return`,
    replace: `?.size !== undefined) return`,
    tests: [durable],
  },
  {
    name: 'a token’s description is written without the nonce',
    file: 'main/domain/description.ts',
    find: `fieldkey:1 n=\${nonce} i=`,
    replace: `fieldkey:1 n=\${'0'.repeat(nonce.length)} i=`,
    tests: ['test/main/services/settle.test.ts'],
  },
  {
    name: 'that a token nobody can open is to be deleted is not noted before the DELETE',
    file: 'main/services/activate.ts',
    find: `const decided = board.note(intent.id, { kind: 'revoking', why })`,
    replace: `const decided = why === 'seal-lost' ? done : board.note(intent.id, { kind: 'revoking', why })`,
    tests: ['test/main/services/seal-lost.test.ts'],
  },
  {
    name: 'settings are moved into place before they are on the disk',
    file: 'main/adapters/settings-file.ts',
    find: `      fsyncSync(handle)\n`,
    replace: ``,
    tests: ['test/main/adapters/settings-file.test.ts'],
  },
  {
    name: 'each step of a burst is a commit of its own',
    file: 'main/services/group-commit.ts',
    find: `      waiting.push({ step, answer })
`,
    replace: `      waiting.push({ step, answer })
      commit()
`,
    tests: [groupCommit],
  },
  {
    name: 'a burst without an end is never committed',
    file: 'main/services/group-commit.ts',
    find: `if (waiting.length === 0) stopLongest = clock.after(longest, commit)`,
    replace: `if (waiting.length === 0) stopLongest = () => undefined`,
    tests: [groupCommit],
  },
  {
    name: 'a burst is not over before the longest wait is',
    file: 'main/services/group-commit.ts',
    find: `stopQuiet = clock.after(quiet, commit)`,
    replace: `stopQuiet = () => undefined`,
    tests: [groupCommit],
  },
  {
    name: 'everybody in a group hears of its first step',
    file: 'main/services/group-commit.ts',
    find: `const one = written[n]`,
    replace: `const one = written[n * 0]`,
    tests: [groupCommit],
  },
  {
    name: 'a group is committed again with the next one',
    file: 'main/services/group-commit.ts',
    find: `    waiting = []
    const written`,
    replace: `    const written`,
    tests: [groupCommit],
  },
]
