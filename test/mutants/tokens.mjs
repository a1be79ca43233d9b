// Defects around the tokens that rule others: laptop tokens, the last operator's, and those made in Tokens.

const services = 'test/main/services'
const laptops = 'test/contract/laptops.test.ts'
const limit = `${services}/laptops/limit.test.ts`
const lost = `${services}/laptops/lost.test.ts`
const granted = `${services}/token-granted.test.ts`
const lastOperator = `${services}/last-operator.test.ts`
const record = `${services}/token-record.test.ts`
const acts = `${services}/token-acts.test.ts`
const twins = `${services}/two-laptops.test.ts`
const unclaimed = `${services}/unclaimed.test.ts`

/** @type {readonly import('./list.mjs').Mutant[]} */
export const tokenMutants = [
  {
    name: 'an act is not noted',
    file: 'main/services/token-acts.ts',
    find: `if (closed || (!answer.ok && !lost)) return answer`,
    replace: `if (closed || !answer.ok || !lost) return answer`,
    tests: [acts],
  },
  {
    name: 'a token that may not be read is shown as it was listed',
    file: 'main/services/token-record.ts',
    find: `if (!list || !row || !isOutage(answer.failure)) return answer`,
    replace: `if (!list || !row) return answer`,
    tests: [record],
  },
  {
    name: 'a listed token is not asked of the server',
    file: 'main/services/token-record.ts',
    find: `const answer = await influx.authorization(id)`,
    replace: `const answer = before ? ok(before) : await influx.authorization(id)`,
    tests: ['test/contract/one-token.test.ts'],
  },
  {
    name: 'what the server says of one token is not learnt by the list',
    file: 'main/services/token-record.ts',
    find: `if (before && answer.failure.code === 'token.gone') index.changed(connection.id, id, undefined)`,
    replace: ``,
    tests: ['test/contract/one-token.test.ts'],
  },
  {
    name: 'a limited token is stored without a try',
    file: 'main/services/laptops/swap.ts',
    find: `const works = await tryOut(session, made.value, wish.rights)`,
    replace: `const works = random.hex(1) === '' ? await tryOut(session, made.value, wish.rights) : done`,
    tests: [laptops],
  },
  {
    name: 'handovers are not settled before this laptop is limited',
    file: 'main/services/laptops/limit.ts',
    find: `const settled = await settle.sweep(id)`,
    replace: `const settled = id === '' ? await settle.sweep(id) : ok(undefined)`,
    tests: [limit],
  },
  {
    name: 'the window counts handovers that a look at the server would have ended',
    file: 'main/services/laptops/limit.ts',
    find: `if (openOf(session.value) > 0) await`,
    replace: `if (openOf(session.value) < 0) await`,
    tests: [limit],
  },
  {
    name: 'a shared owner is taken without consent',
    file: 'main/services/laptops/wishes.ts',
    find: `return sharedAccepted ? make(false) : failed(failure('laptop.shared'))`,
    replace: `return failure('laptop.shared').code === 'laptop.shared' || sharedAccepted ? make(false) : failed(failure('laptop.shared'))`,
    tests: [laptops],
  },
  {
    name: 'a lost laptop takes the last operator tokens with it',
    file: 'main/services/laptops/lost.ts',
    find: `if (isLastOperator(row, rows, { ending, inactiveOwners })) return false`,
    replace: `if (isLastOperator(row, rows, { ending: new Set(), inactiveOwners })) return false`,
    tests: [laptops],
  },
  {
    name: 'a list that did not come is a list with nothing left',
    file: 'main/services/laptops/lost.ts',
    find: `    const list = await index.fetch(session)
    if (!list.ok) return list
    // A token`,
    replace: `    const list = await index.fetch(session)
    if (!list.ok) return ok({ revoked: 0, devices: 0, kept: 0 })
    // A token`,
    tests: [lost],
  },
  {
    name: 'a carried token outlives its first use',
    file: 'main/services/laptops/take.ts',
    find: `const removed = await swapped.value.influx.remove(carried)`,
    replace: `const removed = carried === '' ? await swapped.value.influx.remove(carried) : ok('gone' as const)`,
    tests: [laptops],
  },
  {
    name: 'a carried token lives for 16 minutes',
    file: 'main/services/laptops/waits.ts',
    find: `15 * 60_000`,
    replace: `16 * 60_000`,
    tests: [laptops],
  },
  {
    name: 'what a new token may do is not compared',
    file: 'main/services/create-token.ts',
    find: `sameScope(wanted.permissions, granted.permissions) &&`,
    replace: `(sameScope(wanted.permissions, granted.permissions) || granted.permissions.length > 0) &&`,
    tests: [granted],
  },
  {
    name: 'a new token may be anybody’s',
    file: 'main/services/create-token.ts',
    find: `granted.userId === (wanted.userId ?? connection.owner.id) &&`,
    replace: `(wanted.userId ?? connection.owner.id) !== '' &&`,
    tests: [granted],
  },
  {
    name: 'a new token stays on the screen of a laptop that is put away',
    file: 'main/services/workspace.ts',
    find: `    texts.hide(reason)`,
    replace: `    if (reason !== 'lock') texts.hide(reason)`,
    tests: [`${services}/token-text-shown.test.ts`],
  },
  {
    name: 'a token replaced meanwhile brings back errands that were done',
    file: 'main/services/sessions.ts',
    find: `const errandsNow = () => find(known.id)?.errands ?? []`,
    replace: `const errandsNow = () => known.errands ?? []`,
    tests: [unclaimed],
  },
  {
    name: 'a disabled user’s operator token counts',
    file: 'main/services/token-rows.ts',
    find: `!without.inactiveOwners.has(other.userId)`,
    replace: `without.inactiveOwners.size >= 0`,
    tests: [lastOperator],
  },
  {
    name: 'who withdrew a twin is shown the old list',
    file: 'main/services/activate.ts',
    find: `      index.expire(session.connection.id)
`,
    replace: ``,
    tests: [twins],
  },
  {
    name: 'the device ID pattern is looked at in the page only',
    file: 'main/domain/device-id.ts',
    find: `return fitsPattern(pattern, text) ? undefined`,
    replace: `return fitsPattern(pattern, text) || pattern !== '' ? undefined`,
    tests: [`${services}/device-pattern.test.ts`],
  },
  {
    name: 'a device that keeps another working token is told as cut off',
    file: 'main/services/token-summary.ts',
    find: `if (!wanted.has(entry.authorization.id)) of.kept += 1`,
    replace: `if (!wanted.has(entry.authorization.id)) of.kept += 0`,
    tests: [`${services}/token-summary.test.ts`],
  },
  {
    name: 'the tokens of one device are told as one token',
    file: 'main/services/token-summary.ts',
    find: `count[way] += 1`,
    replace: `count[way] += of[way] === 1 ? 1 : 0`,
    tests: [`${services}/token-summary.test.ts`],
  },
  {
    name: 'a description is written over what somebody else wrote',
    file: 'main/services/token-changes.ts',
    find: `readDescription(description).text !== from) {`,
    replace: `readDescription(description).text !== from && from === '') {`,
    tests: [`${services}/token-describe-all.test.ts`],
  },
  {
    name: 'a token that nobody answered for is taken for one that is still on',
    file: 'main/services/token-status.ts',
    find: `!(tries.left && isUnknown(answer.failure))`,
    replace: `!(tries.left && answer.failure.code === 'token.unsure')`,
    tests: [`${services}/disable-unanswered.test.ts`],
  },
  {
    name: 'a token that never was asked about is taken for one that is off',
    file: 'main/services/token-status.ts',
    find: `tries.left && isUnknown(`,
    replace: `isUnknown(`,
    tests: [`${services}/disable-unanswered.test.ts`],
  },
  {
    name: 'settling does not see that a token is off',
    file: 'main/domain/settling.ts',
    find: `if (listed.status === 'inactive' && now.active && !now.disabled)`,
    replace: `if (listed.status === 'inactive' && now.active && now.disabled)`,
    tests: [`${services}/off-elsewhere.test.ts`, 'test/main/domain/settling.test.ts'],
  },
  {
    name: 'a list that is older than a token’s switching on says that it is off',
    file: 'main/services/settle.ts',
    find: `story.now.steps === steps && `,
    replace: `steps !== undefined && `,
    tests: [`${services}/off-elsewhere.test.ts`],
  },
  {
    name: 'the code of a token that was switched off elsewhere stays on the screen',
    file: 'main/services/settle.ts',
    find: `code.hideIf(intent.id, 'asked')`,
    replace: ``,
    tests: [`${services}/off-elsewhere.test.ts`],
  },
  {
    name: 'a change without an answer is told as if it were looked up',
    file: 'renderer/state/token-bulk.svelte.ts',
    find: `const isLost = (code: string) => code === 'net.cut' || code === 'token.unsure'`,
    replace: `const isLost = (code: string) => code === 'net.'`,
    tests: ['test/renderer/screens/token-selection.test.ts'],
  },
  {
    name: 'what replaces text in descriptions is a pattern',
    file: 'main/contract/reword.ts',
    find: `text.split(how.find).join(how.by)`,
    replace: `text.replaceAll(how.find, how.by)`,
    tests: [`${services}/token-rewording.test.ts`],
  },
  {
    name: 'a faster laptop is told as somebody’s revoking',
    file: 'main/services/handovers.ts',
    find: `if (story && isOver(story.now) && why) return failed(why)`,
    replace: ``,
    tests: [twins],
  },
  {
    name: 'a description counts as written whatever the answer says',
    file: 'main/services/token-changes.ts',
    find: `(answer.value.id === id && answer.value.description === wanted)`,
    replace: `answer.value.id === id`,
    tests: [`${services}/token-describe-all.test.ts`],
  },
]
