import { describe, expect, it } from 'vitest'
import { keychainFailure } from '../../../main/adapters/keychain/failures'
import { createKeychain, type Keytar } from '../../../main/adapters/keychain/keychain'
import { createFakeClock } from '../../support/fake-clock'

/** A keytar whose every call waits until the test answers it. */
function slowKeytar() {
  const calls: {
    readonly account: string
    readonly answer: (value: string | null) => void
    readonly refuse: (why: string) => void
  }[] = []
  const wait = (account: string) =>
    new Promise<string | null>((resolve, reject) => {
      calls.push({ account, answer: resolve, refuse: (why) => reject(new Error(why)) })
    })
  const keytar: Keytar = {
    getPassword: (_service, account) => wait(account),
    setPassword: async (_service, account) => void (await wait(account)),
    deletePassword: async (_service, account) => (await wait(account)) !== null,
  }
  return { calls, keytar }
}

function started(load?: () => Promise<Keytar>) {
  const clock = createFakeClock()
  const slow: boolean[] = []
  const { calls, keytar } = slowKeytar()
  let loads = 0
  const loading = () => {
    loads += 1
    return (load ?? (() => Promise.resolve(keytar)))()
  }
  const keychain = createKeychain({ clock, onSlow: (on) => slow.push(on), load: loading, platform: 'linux' })
  return { clock, slow, calls, keychain, loads: () => loads }
}

describe('the keychain', () => {
  it('makes one call at a time, in order, and loads its library once, at the first', async () => {
    const { clock, calls, keychain, loads } = started()
    expect(loads()).toBe(0)
    const first = keychain.get('a')
    const second = keychain.set('b', 'x')
    await clock.advance(0)
    expect(calls.map(({ account }) => account)).toEqual(['a'])
    calls[0]?.answer('kept')
    expect(await first).toEqual({ ok: true, value: 'kept' })
    await clock.advance(0)
    expect(calls.map(({ account }) => account)).toEqual(['a', 'b'])
    calls[1]?.answer(null)
    expect(await second).toEqual({ ok: true, value: undefined })
    expect(loads()).toBe(1)
  })

  it('goes on after a refusal', async () => {
    const { clock, calls, keychain } = started()
    const first = keychain.get('a')
    const second = keychain.get('b')
    await clock.advance(0)
    calls[0]?.refuse('Cannot create an item in a locked collection')
    expect(await first).toEqual({ ok: false, failure: { code: 'keychain.locked', params: {} } })
    await clock.advance(0)
    calls[1]?.answer(null)
    expect(await second).toEqual({ ok: true, value: undefined })
  })

  it('says after 5 s that it waits, keeps waiting, and says when that is over', async () => {
    const { clock, slow, calls, keychain } = started()
    const asked = keychain.get('a')
    await clock.advance(4999)
    expect(slow).toEqual([])
    await clock.advance(1)
    expect(slow).toEqual([true])
    await clock.advance(20_000)
    expect(slow).toEqual([true])
    calls[0]?.answer('late')
    expect(await asked).toEqual({ ok: true, value: 'late' })
    expect(slow).toEqual([true, false])
  })

  it('says nothing of a quick call', async () => {
    const { clock, slow, calls, keychain } = started()
    const asked = keychain.get('a')
    await clock.advance(4000)
    calls[0]?.answer(null)
    await asked
    await clock.advance(10_000)
    expect(slow).toEqual([])
    expect(clock.pending()).toBe(0)
  })

  it('is absent where its library cannot be loaded, until it can', async () => {
    let there = false
    const { clock, calls, keychain } = started(() =>
      there
        ? Promise.resolve(slow.keytar)
        : Promise.reject(new Error('libsecret-1.so.0: cannot open shared object file')),
    )
    const slow = slowKeytar()
    expect(await keychain.get('a')).toEqual({
      ok: false,
      failure: { code: 'keychain.absent', params: { what: 'library' } },
    })
    there = true
    const asked = keychain.get('a')
    await clock.advance(0)
    slow.calls[0]?.answer('x')
    expect(await asked).toEqual({ ok: true, value: 'x' })
    expect(calls).toEqual([])
  })
})

describe('what the system says of its keychain', () => {
  const absent = (what: string) => ({ code: 'keychain.absent', params: { what } })
  const locked = { code: 'keychain.locked', params: {} }
  it.each([
    ['linux', 'Object does not exist at path “/org/freedesktop/secrets/collection/login”', absent('collection')],
    ['linux', 'Cannot autolaunch D-Bus without X11 $DISPLAY', absent('service')],
    ['linux', 'The name org.freedesktop.secrets was not provided by any .service files', absent('service')],
    ['linux', 'Cannot create an item in a locked collection', locked],
    ['linux', 'Prompt was dismissed', locked],
    ['linux', 'Timeout was reached', locked],
    ['linux', 'etwas anderes', absent('service')],
    ['darwin', 'User canceled the operation.', locked],
    ['darwin', 'The user name or passphrase you entered is not correct.', locked],
    ['darwin', 'User interaction is not allowed.', locked],
    ['darwin', 'A default keychain could not be found.', absent('service')],
    ['darwin', 'etwas anderes', locked],
    ['win32', 'A specified logon session does not exist. It may already have been terminated.', absent('service')],
    ['win32', 'Access is denied.', locked],
  ] as const)('%s: %s', (platform, message, failure) => {
    expect(keychainFailure(new Error(message), platform)).toEqual(failure)
  })
})
