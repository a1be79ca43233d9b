// Defects that the suite must find, one line each. `find` stands exactly once in `file`; `tests` are run with `replace`
// in its place, and one of them has to fail. None of them needs a real window.
import { callBackMutants } from './call-back.mjs'
import { cloudMutants } from './cloud.mjs'
import { contractMutants } from './contracts.mjs'
import { faultMutants } from './faults.mjs'
import { ledgerMutants } from './ledger.mjs'
import { newTokenMutants } from './new-tokens.mjs'
import { replacedMutants } from './replaced.mjs'
import { tokenMutants } from './tokens.mjs'
import { upkeepMutants } from './upkeep.mjs'
import { windowMutants } from './window.mjs'

/**
 * @typedef {{
 *   readonly name: string
 *   readonly file: string
 *   readonly find: string
 *   readonly replace: string
 *   readonly tests: readonly string[]
 * }} Mutant
 */

const services = 'test/main/services'
const order = `${services}/order-of-effects.test.ts`
const settle = `${services}/settle.test.ts`
const kept = `${services}/token-kept.test.ts`
const model = 'test/main/model/handovers.test.ts'

/** @type {readonly Mutant[]} */
export const mutants = [
  {
    name: 'the ledger is written after the POST, not before',
    file: 'main/services/begin.ts',
    find: `return ledger.beginAll(intents, clock.now())`,
    replace: `setTimeout(() => ledger.beginAll(intents, clock.now()), 50); return { ok: true, value: intents.map((intent) => ({ intent })) } as never`,
    tests: [order],
  },
  {
    name: 'the POST is tried again',
    file: 'main/adapters/influx/ask.ts',
    find: `const repeatable = !once && (`,
    replace: `const repeatable = once || (`,
    tests: [order],
  },
  {
    name: 'settling does not compare the nonce',
    file: 'main/domain/settling.ts',
    find: `byNonce.get(story.intent.nonce) ?? []`,
    replace: `rows.filter((row) => readDescription(row.description).marker)`,
    tests: ['test/main/domain/settling.test.ts', settle],
  },
  {
    name: 'by cable, the token is on before the device’s hash',
    file: 'main/services/deliver-usb.ts',
    find: `const record = await openSettings(story)`,
    replace: `await activation.activate(session, story); const record = await openSettings(story)`,
    tests: [order],
  },
  {
    name: 'a 5xx to the POST means surely not created',
    file: 'main/adapters/influx/ask.ts',
    find: `if (status >= 500 || status < 300) return true`,
    replace: `if (status < 300) return true`,
    tests: [order],
  },
  {
    name: 'a lost answer to the POST means surely not created',
    file: 'main/adapters/influx/ask.ts',
    find: `question.once && mayHaveLeft ? unsure`,
    replace: `question.once && !mayHaveLeft ? unsure`,
    tests: [order],
  },
  {
    name: 'the scope of the 201 is not checked',
    file: 'main/services/mint.ts',
    find: `sameScope(deviceScope(intent.orgId, intent.bucket.id), granted.permissions) &&`,
    replace: `granted.permissions.length > 0 &&`,
    tests: [order],
  },
  {
    name: 'a token is sealed with nothing bound to it',
    file: 'main/services/mint.ts',
    find: 'return `fieldkey:${handover}:${authId}`',
    replace: 'return handover === authId ? handover : "fieldkey"',
    tests: [kept],
  },
  {
    name: 'the sealed token is erased at delivered',
    file: 'main/services/board.ts',
    find: `const ends = kind === 'confirmed' ||`,
    replace: `const ends = kind === 'delivered' || kind === 'confirmed' ||`,
    tests: [`${services}/cable.test.ts`, `${services}/first-data.test.ts`],
  },
  {
    name: 'the sealed token is never erased',
    file: 'main/adapters/ledger/ledger.ts',
    find: `if (sealed === 'erase') sweeping`,
    replace: `if (sealed === 'erase') return; else if (sealed === 'erase') sweeping`,
    tests: ['test/contract/ledger.test.ts'],
  },
  {
    name: 'a code may be shown before the token is active',
    file: 'main/domain/handover.ts',
    find: `return handover.active && !handover.disabled ? {`,
    replace: `return handover.active || !handover.active ? {`,
    tests: ['test/main/domain/handover.test.ts'],
  },
  {
    name: 'the code is drawn without waiting for the PATCH',
    file: 'main/services/show-code.ts',
    find: `if (!story.now.active`,
    replace: `if (story.now.tooWide`,
    tests: [order],
  },
  {
    name: 'twins are ignored',
    file: 'main/services/activate.ts',
    find: `if (twin === undefined) return done`,
    replace: `if (twin !== null) return done`,
    tests: [`${services}/two-laptops.test.ts`],
  },
  {
    name: 'any list is evidence of absence',
    file: 'main/services/settle.ts',
    find: `session.connection.operator || (me.value.id === owner &&`,
    replace: `owner !== '' || (me.value.id === owner &&`,
    tests: [settle],
  },
  {
    name: 'one look is enough to say that a token never existed',
    file: 'main/services/settle.ts',
    find: `!isAbandoned(noted.value.now.absentRuns)`,
    replace: `!noted.value.now.absentRuns.length`,
    tests: [settle],
  },
  {
    name: 'two looks count however close they are',
    file: 'main/services/settle.ts',
    find: `const apart = 120_000`,
    replace: `const apart = 0`,
    tests: [settle],
  },
  {
    name: 'the device’s check value is not compared',
    file: 'main/services/push/confirm.ts',
    find: `ok(proof.matches(stored) ? {`,
    replace: `ok(stored.reboot !== undefined || proof.matches(stored) ? {`,
    tests: [`${services}/push-settings-proof.test.ts`, `${services}/push-settings.test.ts`],
  },
  {
    name: 'a token wider than asked is not deleted',
    file: 'main/services/mint.ts',
    find: `    await end(session, id, authId)
  }`,
    replace: `  }`,
    tests: [order],
  },
  {
    name: 'what a restored server brings back stays',
    file: 'main/domain/settling.ts',
    find: `const mustGo = now.revoking || (isOver(now) && !stays)`,
    replace: `const mustGo = now.revoking`,
    tests: ['test/main/domain/settling.test.ts', settle],
  },
  {
    name: 'the reply to the window carries the token',
    file: 'main/services/show-code.ts',
    find: `parts: symbols, hidesIn })`,
    replace: `parts: symbols, hidesIn, payload: drawn.value.payload } as never)`,
    tests: [kept],
  },
  {
    name: 'an event with a broken hash is believed',
    file: 'main/adapters/ledger/read-events.ts',
    find: `) !== chain) {`,
    replace: `) === '') {`,
    tests: ['test/main/adapters/ledger/damage.test.ts'],
  },
  {
    name: 'something is added to a handover that nobody has verified',
    file: 'main/adapters/ledger/ledger.ts',
    find: `const earlier = before === undefined ? [] : verified(before)`,
    replace: `const earlier = before === undefined ? [] : before.events`,
    tests: ['test/main/adapters/ledger/snapshot.test.ts'],
  },
  {
    name: 'what waits is done newest first',
    file: 'main/domain/waiting.ts',
    find: `.sort((a, b) => (a.n === b.n ? 0 : a.n - b.n))`,
    replace: `.sort((a, b) => (a.n === b.n ? 0 : b.n - a.n))`,
    tests: [`${services}/waiting.test.ts`],
  },
  {
    name: 'what waits is done by a clock that jumps',
    file: 'main/domain/waiting.ts',
    find: `((decisionOf(what, story) ?? story.events[0])?.n ?? 0)`,
    replace: `((decisionOf(what, story) ?? story.events[0])?.at ?? 0)`,
    tests: [`${services}/waiting.test.ts`],
  },
  {
    name: 'the old token is switched off before the device has the new one',
    file: 'main/domain/old-token.ts',
    find: `return old === 'live' && active && !revoking && (state === 'delivered' || state === 'confirmed')`,
    replace: `return old === 'live' && active && !revoking`,
    tests: ['test/contract/replace.test.ts'],
  },
  {
    name: 'while both tokens work, data proves the new one',
    file: 'main/domain/old-token.ts',
    find: `return old === undefined || old === 'off' || old === 'ending' || old === 'gone'`,
    replace: `return old !== 'on'`,
    tests: [`${services}/replace.test.ts`],
  },
  {
    name: 'the old token is back and the new one stays',
    file: 'main/services/replacement.ts',
    find: `return activation.revoke(session, story, 'old token switched on again')`,
    replace: `return done`,
    tests: [`${services}/replace.test.ts`],
  },
  {
    name: 'a replaced token is deleted at once',
    file: 'main/domain/old-token.ts',
    find: `const keptFor = 7 * 24 * 3_600_000`,
    replace: `const keptFor = 0`,
    tests: [`${services}/replace.test.ts`, 'test/main/domain/settling.test.ts'],
  },
  {
    name: 'the decision to end a handover is not kept before the DELETE',
    file: 'main/services/activate.ts',
    find: `const decided = board.note(intent.id, { kind: 'revoking', why })`,
    replace: `const decided = why === '' ? board.note(intent.id, { kind: 'revoking', why }) : done`,
    tests: [`${services}/cancelling.test.ts`, model],
  },
  ...replacedMutants,
  ...tokenMutants,
  ...newTokenMutants,
  ...faultMutants,
  ...contractMutants,
  ...cloudMutants,
  ...upkeepMutants,
  ...windowMutants,
  ...ledgerMutants,
  ...callBackMutants,
]
