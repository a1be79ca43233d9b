// Defects that the faults of the field would bring out: doubled, cut and late answers, full disks, switched connections.

const services = 'test/main/services'
const justMinted = `${services}/just-minted.test.ts`
const doubledPost = `${services}/doubled-post.test.ts`
const client = 'test/main/adapters/influx/client.test.ts'
const model = 'test/main/model/handovers.test.ts'

/** @type {readonly import('./list.mjs').Mutant[]} */
export const faultMutants = [
  {
    name: 'the second row of a doubled POST stays',
    file: 'main/domain/settling.ts',
    find: `.filter(({ id }) => id !== now.authId)`,
    replace: `.filter(({ id }) => now.authId === undefined && id !== '')`,
    tests: ['test/main/domain/settling.test.ts', model],
  },
  {
    name: 'the copies of a doubled POST are left to a later look',
    file: 'main/services/activate.ts',
    find: `for (const row of doubled) {`,
    replace: `for (const row of doubled.slice(9)) {`,
    tests: [doubledPost],
  },
  {
    name: 'a copy of a doubled POST whose DELETE was lost holds nothing up',
    file: 'main/services/activate.ts',
    find: `        const removed = await session.influx.remove(row.id)\n        if (!removed.ok) return removed\n`,
    replace: `        await session.influx.remove(row.id)\n`,
    tests: [doubledPost],
  },
  {
    name: 'a late row of an abandoned handover is not told',
    file: 'main/services/settle.ts',
    find: `story.now.authId === undefined && story.now.state !== 'revoked')`,
    replace: `story.now.authId === undefined && story.now.state === 'asked')`,
    tests: ['test/main/services/settle.test.ts'],
  },
  {
    name: 'the copies of a doubled POST are taken for twins',
    file: 'main/services/activate.ts',
    find: `(row) => !doubled.includes(row) && `,
    replace: `(row) => `,
    tests: [doubledPost],
  },
  {
    name: 'anything in a 201 is a token',
    file: 'main/adapters/influx/schemas.ts',
    find: `v.regex(/^[A-Za-z0-9_-]{86}==$/)`,
    replace: `v.regex(/^/)`,
    tests: ['test/main/adapters/influx/client.test.ts', 'test/main/adapters/influx/answers-fuzz.test.ts'],
  },
  {
    name: 'a lost sealing key is made anew without a word',
    file: 'main/services/secrets.ts',
    find: `failed(failure('keychain.key-lost')) : makeKey()`,
    replace: `makeKey() : makeKey()`,
    tests: [`${services}/secrets.test.ts`],
  },
  {
    name: 'a deletion of what is already gone is a failure',
    file: 'main/adapters/influx/client.ts',
    find: `return reply.failure.code === 'token.gone' ? ok('gone') : reply`,
    replace: `return reply`,
    tests: ['test/main/adapters/influx/client.test.ts'],
  },
  {
    name: 'a server may ask for a pause in vain',
    file: 'main/adapters/influx/retry.ts',
    find: `(askedPause(result.value, clock.now()) ?? 0)`,
    replace: `(askedPause(result.value, clock.now()) ? 0 : 0)`,
    tests: ['test/main/adapters/influx/retry.test.ts'],
  },
  {
    name: 'the answer to a PATCH may be of another token',
    file: 'main/services/activate.ts',
    find: `if (row.id !== now.authId || row.status !== 'active')`,
    replace: `if (row.id === '')`,
    tests: [justMinted],
  },
  {
    name: 'the sealing key is read after the POST, not before',
    file: 'main/services/begin.ts',
    find: `const key = await sealKey.atMost(indexMaxAge)`,
    replace: `const key = { ok: true, value: '' } as Awaited<ReturnType<typeof sealKey.atMost>>`,
    tests: ['test/faults/laptop.test.ts'],
  },
  {
    name: 'a full disk after the 201 leaves its token to the next start',
    file: 'main/services/mint.ts',
    find: `      await session.influx.remove(authorization.id)
      return written`,
    replace: `      return written`,
    tests: [justMinted],
  },
  {
    name: 'a switched connection takes the open handovers with it',
    file: 'main/services/settle.ts',
    find: `story.intent.connection === connectionId && !board.isBusy`,
    replace: `story.intent.connection !== '' && !board.isBusy`,
    tests: [justMinted],
  },
  {
    name: 'a step that returned may be lost with the power',
    file: 'main/adapters/ledger/schema.ts',
    find: `'synchronous = FULL'`,
    replace: `'synchronous = NORMAL'`,
    tests: ['test/faults/disk.test.ts'],
  },
  {
    name: 'a time-out of the POST means surely not created',
    file: 'main/adapters/influx/ask.ts',
    find: `question.once && mayHaveLeft ? unsure`,
    replace: `question.once && mayHaveLeft && why.code !== 'net.timeout' ? unsure`,
    tests: [client],
  },
  {
    name: 'whoever may not ask about a token takes it for gone',
    file: 'main/adapters/influx/status-failures.ts',
    find: `if (status === 401 || status === 403) return`,
    replace: `if (status === 401 && asked.call === 'token') return failure('token.gone')
  if (status === 401 || status === 403) return`,
    tests: [client],
  },
  {
    name: 'a redirect is followed',
    file: 'main/adapters/influx/transport.ts',
    find: `          passed('headers')
          allow('body'`,
    replace: `          if (response.headers.location) http.get(response.headers.location, { headers: request.headers ?? {} })
          passed('headers')
          allow('body'`,
    tests: [client],
  },
  {
    name: 'a token that is on from the start is taken',
    file: 'main/services/mint.ts',
    find: ` || authorization.status !== 'inactive'`,
    replace: ``,
    tests: [justMinted],
  },
  {
    name: 'a PATCH without an answer counts as answered',
    file: 'main/services/activate.ts',
    find: `if (isOutage(answer.failure)) return failed(failure('token.unsure'`,
    replace: `if (isOutage(answer.failure)) return (await note(intent.id, { kind: 'activated' })).ok ? done : failed(failure('token.unsure'`,
    tests: ['test/main/services/order-of-effects.test.ts'],
  },
  {
    name: 'what was on the stage of a window that crashed is not asked about',
    file: 'renderer/state/receive.ts',
    find: `const open = app.attention.some(`,
    replace: `const open = app.attention.filter(({ timesShown }) => timesShown === 0).some(`,
    tests: ['test/renderer/screens/waiting.test.ts'],
  },
  {
    name: 'an authority that is no longer chosen goes on being trusted',
    file: 'main/adapters/influx/network.ts',
    find: `\${server.url}\\n\${server.ca ?? ''}`,
    replace: `\${server.url}\\n`,
    tests: ['test/main/adapters/influx/tls.test.ts'],
  },
  {
    name: 'a token for another bucket is handed over in place of the one asked for',
    file: 'main/services/begin.ts',
    find: `              intent.bucket.id === bucketId &&\n`,
    replace: ``,
    tests: [justMinted],
  },
  {
    name: 'a token for another server is handed over in place of the one asked for',
    file: 'main/services/begin.ts',
    find: `              intent.connection === session.connection.id &&\n`,
    replace: ``,
    tests: [justMinted],
  },
  {
    name: 'a handover of an earlier owner, which nobody can end, keeps its device from being served',
    file: 'main/services/begin.ts',
    find: `              mayEnd(session, intent.owner) &&\n`,
    replace: ``,
    tests: [`test/main/services/settle.test.ts`],
  },
  {
    name: 'a code is drawn for a page that is gone',
    file: 'main/services/show-code.ts',
    find: `if (!isThere() || screen.isCovered())`,
    replace: `if (screen.isCovered())`,
    tests: ['test/main/services/show-code.test.ts'],
  },
  {
    name: 'a new token may be of another owner',
    file: 'main/services/mint.ts',
    find: `    granted.orgId === intent.orgId &&\n    granted.userId === intent.owner`,
    replace: `    granted.orgId === intent.orgId`,
    tests: [justMinted],
  },
  {
    name: 'a token that the PATCH shows to be wider is handed over',
    file: 'main/services/activate.ts',
    find: `if (isAsAsked(intent, row)) return undefined`,
    replace: `if (row.id !== '') return undefined`,
    tests: [justMinted],
  },
  {
    name: 'a token that its row shows to be wider is pushed',
    file: 'main/services/deliver-usb.ts',
    find: `if (!isAsAsked(intent, row.value)) {`,
    replace: `if (row.value.id === '') {`,
    tests: [justMinted],
  },
  {
    name: 'a connection opened ahead heeds an environment that wants no certificates checked',
    file: 'main/adapters/influx/transport.ts',
    find: `...name, ...trust(), ALPN`,
    replace: `...name, ...(server.ca === undefined ? {} : trust()), ALPN`,
    tests: ['test/main/adapters/influx/line.test.ts'],
  },
  {
    name: 'a code that never came up counts as scanned',
    file: 'main/services/technician-word.ts',
    find: `now?.state === 'minted' && now.active ?`,
    replace: `now?.state === 'minted' ?`,
    tests: [`${services}/show-code.test.ts`],
  },
  {
    name: 'what was copied twice stays on the clipboard',
    file: 'main/services/token-texts.ts',
    find: `copied = { hash: crypto.sha256(text), cancel`,
    replace: `copied ??= { hash: crypto.sha256(text), cancel`,
    tests: [`${services}/support.test.ts`],
  },
  {
    name: 'a device that locked itself with our set in it is not asked for its proof',
    file: 'main/services/push-settings.ts',
    find: `identity.n === nonce && identity.state !== 'empty'`,
    replace: `identity.n === nonce && identity.state === 'stored'`,
    tests: [`${services}/push-settings-trouble.test.ts`],
  },
]
