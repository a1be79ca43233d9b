// Defects of laptops and of replacing that the contracts find, which are held to on every kind of server.

const laptops = 'test/contract/laptops.test.ts'
const waits = 'test/main/services/laptops/waits.test.ts'
const replace = 'test/contract/replace.test.ts'

/** @type {readonly import('./list.mjs').Mutant[]} */
export const contractMutants = [
  {
    name: 'a limited laptop shares the owner of the admin token',
    file: 'main/services/laptops/swap.ts',
    find: `const user = wish.own ? laptopUser`,
    replace: `const user = wish.own && nonce === '' ? laptopUser`,
    tests: [laptops],
  },
  {
    name: 'a laptop token may read though nobody chose that',
    file: 'main/domain/laptop-token.ts',
    find: `return read ? both(resource)`,
    replace: `return read || id !== '' ? both(resource)`,
    tests: [laptops],
  },
  {
    name: 'the admin token that is to be revoked is only switched off',
    file: 'main/services/laptops/limit.ts',
    find: `const removed = await session.influx.remove(admin.id)`,
    replace: `const removed = await session.influx.setStatus(admin.id, 'inactive')`,
    tests: [laptops],
  },
  {
    name: 'the finder of a laptop keeps its password',
    file: 'main/services/laptops/lost.ts',
    find: `const set = await setPassword(session, userId)`,
    replace: `const set = round < 0 ? await setPassword(session, userId) : ok(undefined)`,
    tests: [laptops],
  },
  {
    name: 'the finder of a laptop keeps a copy under another description',
    file: 'main/services/laptops/lost.ts',
    find: `if (row.userId !== userId || !isLaptops(row)`,
    replace: `if (row.userId !== userId || !isLaptops(row) || !row.description.includes(' k=')`,
    tests: [laptops],
  },
  {
    name: 'a lost laptop takes its devices with it',
    file: 'main/services/laptops/lost.ts',
    find: `if (row.userId !== userId || !isLaptops(row)`,
    replace: `if (row.userId !== userId || (row.id === '' && !isLaptops(row))`,
    tests: [laptops],
  },
  {
    name: 'a laptop is given up without an operator’s token',
    file: 'main/services/laptops/lost.ts',
    find: `if (!session.ok || session.value.connection.operator) return session`,
    replace: `if (!session.ok || session.value.connection.id !== '') return session`,
    tests: [laptops],
  },
  {
    name: 'this laptop’s own clock ends a carried token',
    file: 'main/services/laptops/lookout.ts',
    find: `until === 0 ? Infinity : await serverTime(connectionId)`,
    replace: `until === 0 ? Infinity : clock.now()`,
    tests: [waits],
  },
  {
    name: 'a carried token has all of its time again in every run',
    file: 'main/services/laptops/lookout.ts',
    find: `Math.min(until - now, carriedFor)`,
    replace: `until === 0 ? 0 : carriedFor`,
    tests: [waits],
  },
  {
    name: 'a server that tells no time at the start is not asked again',
    file: 'main/services/laptops/lookout.ts',
    find: `(blocked || untold.size > 0)`,
    replace: `blocked`,
    tests: [waits],
  },
  {
    name: 'a withdrawn token is forgotten over a restart',
    file: 'main/services/laptops/prepare.ts',
    find: `errands.note(id, { ...errand, until: 0 })`,
    replace: `errands.note(id, { ...errand })`,
    tests: [waits],
  },
  {
    name: 'a lost request of an earlier run is looked for once',
    file: 'main/services/laptops/undo.ts',
    find: `if (waits.left(nonce) === undefined) waits.within(nonce, latest)`,
    replace: `if (waits.left(nonce) === undefined) waits.within(nonce, 0)`,
    tests: [waits],
  },
  {
    name: 'what an earlier run asked for while limiting is looked for once',
    file: 'main/services/laptops/undo.ts',
    find: ` || why.code === 'cancelled'`,
    replace: ``,
    tests: [waits],
  },
  {
    name: 'a carried token whose answer was lost may arrive unseen',
    file: 'main/services/laptops/lookout.ts',
    find: `        if (errand.until === undefined) {`,
    replace: `        if (errand.until === undefined && errand.nonce === '') {`,
    tests: ['test/main/services/laptops/crash.test.ts'],
  },
  {
    name: 'what the old token wrote ahead of time proves the new one',
    file: 'main/services/replacement.ts',
    find: `last.value.kind === 'seen' ? justAfter(last.value.at) : at`,
    replace: `last.value.kind === 'seen' && last.value.at === '' ? justAfter(last.value.at) : at`,
    tests: [replace],
  },
  {
    name: 'an old token that was called back stays off',
    file: 'main/services/replacement.ts',
    find: `await patch(session, authId, 'active')`,
    replace: `await patch(session, authId, 'inactive')`,
    tests: [replace],
  },
  {
    name: 'a replaced token that is to be deleted only stays off',
    file: 'main/services/replacement.ts',
    find: `const answer = await session.influx.remove(authId)`,
    replace: `const answer = await session.influx.setStatus(authId, 'inactive')`,
    tests: [replace],
  },
  {
    name: 'a replaced token ends by this laptop’s own clock',
    file: 'main/services/settle.ts',
    find: `const now = asks ? await serverTime(connectionId) : undefined`,
    replace: `const now = asks ? clock.now() : undefined`,
    tests: [replace],
  },
  {
    name: 'by cable, the old token is off before the device’s hash',
    file: 'main/domain/old-token.ts',
    find: `return old === 'live' && active && !revoking && (state`,
    replace: `return old === 'live' && !revoking && (state === 'minted' || state`,
    tests: [replace],
  },
  {
    name: 'a certificate of a chain passes for its authority by its name alone',
    file: 'main/adapters/crypto.ts',
    find: `one.checkIssued(one) && one.verify(one.publicKey)`,
    replace: `one.checkIssued(one)`,
    tests: ['test/contract/crypto.test.ts'],
  },
]
