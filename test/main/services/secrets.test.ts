import { describe, expect, it } from 'vitest'
import { createCrypto } from '../../../main/adapters/crypto'
import { createRandom } from '../../../main/adapters/random'
import { failure } from '../../../main/contract/failure'
import { failed, ok } from '../../../main/contract/result'
import { settingsSchema, type Settings } from '../../../main/contract/settings'
import type { SettingsStore } from '../../../main/ports/settings'
import type { Vault } from '../../../main/ports/vault'
import { createMemoryVault } from '../../../main/practice/memory-vault'
import { createSecrets } from '../../../main/services/secrets'
import { parse } from 'valibot'

const install = '00112233445566aa'
const locked = { ok: false, failure: { code: 'keychain.locked', params: {} } }
const keyLost = { ok: false, failure: { code: 'keychain.key-lost', params: {} } }
const nothing = { ok: true, value: undefined }
const crypto = createCrypto({ random: createRandom() })

/** A keychain that can be locked as gnome-keyring locks: reads find nothing, writes are refused or, with `prompt`, unlock it. */
function keychain() {
  const entries = new Map<string, string>()
  const state = { locked: false, prompt: false, deaf: false }
  const vault: Vault = {
    get: (account) => Promise.resolve(ok(state.locked ? undefined : entries.get(account))),
    set(account, secret) {
      if (state.locked && state.prompt) state.locked = false
      if (state.locked) return Promise.resolve(failed(failure('keychain.locked')))
      if (!state.deaf) entries.set(account, secret)
      return Promise.resolve(ok(undefined))
    },
    delete(account) {
      if (!state.locked) entries.delete(account)
      return Promise.resolve(ok(undefined))
    },
  }
  return { vault, entries, state }
}

function memorySettings(): SettingsStore {
  let now: Settings = parse(settingsSchema, {})
  return {
    read: () => now,
    update(change) {
      now = { ...now, ...change }
      return ok(now)
    },
  }
}

function started() {
  const { vault, entries, state } = keychain()
  const before = { sealed: false }
  const parts = { vault, settings: memorySettings(), crypto, install, everSealed: () => before.sealed }
  return {
    secrets: createSecrets(parts),
    again: () => createSecrets(parts),
    entries,
    state,
    /** What the ledger says of earlier runs. */
    before,
    settings: parts.settings,
    parts,
  }
}

describe('tokens', () => {
  it('are kept under this install and connection, read back, and removed', async () => {
    const { secrets, entries } = started()
    expect(await secrets.token('c1')).toEqual(nothing)
    expect(await secrets.keepToken('c1', 'admin')).toEqual(nothing)
    expect(await secrets.keepToken('c2', 'other')).toEqual(nothing)
    expect(await secrets.token('c1')).toEqual(ok('admin'))
    expect(entries.get(`${install}/c1/token`)).toBe('admin')
    expect(await secrets.forgetToken('c1')).toEqual(nothing)
    expect(await secrets.token('c1')).toEqual(nothing)
    expect(await secrets.token('c2')).toEqual(ok('other'))
  })

  it('never stored is told from locked by the canary', async () => {
    const { secrets, again, state, entries } = started()
    await secrets.keepToken('c1', 'admin')
    expect(entries.has(`${install}/canary`)).toBe(true)
    state.locked = true
    expect(await again().token('c1')).toEqual(locked)
    expect(await again().token('never')).toEqual(locked)
    state.locked = false
    expect(await again().token('never')).toEqual(nothing)
    entries.delete(`${install}/c1/token`)
    expect(await again().token('c1')).toEqual(nothing)
  })

  it('are not said to be kept when the keychain kept nothing', async () => {
    const { secrets, state, settings } = started()
    state.deaf = true
    expect(await secrets.keepToken('c1', 'admin')).toEqual(locked)
    expect(settings.read().canaryWritten).toBe('')
    state.deaf = false
    await secrets.keepToken('c1', 'older')
    state.deaf = true
    expect(await secrets.keepToken('c1', 'admin')).toEqual(locked)
    state.locked = true
    expect(await secrets.keepToken('c1', 'admin')).toEqual(locked)
  })

  it('that no keychain could hold are refused', async () => {
    const { secrets } = started()
    for (const token of ['', 'a\0b', 'x'.repeat(2561)]) {
      expect(await secrets.keepToken('c1', token)).toMatchObject({ ok: false, failure: { code: 'input.token' } })
    }
  })

  it('need the canary to be noted: a disk that cannot is told', async () => {
    const { parts } = started()
    const full = failed(failure('disk.full', { n: 1 }))
    const secrets = createSecrets({ ...parts, settings: { ...parts.settings, update: () => full } })
    expect(await secrets.keepToken('c1', 'admin')).toEqual(full)
  })

  it('belong to an install: a new one starts with nothing, not with a locked keychain', async () => {
    const { secrets, parts } = started()
    await secrets.keepToken('c1', 'admin')
    expect(await createSecrets({ ...parts, install: 'ffffffffffffffff' }).token('c1')).toEqual(nothing)
  })

  it('can be entered anew after the whole keychain was emptied', async () => {
    const { secrets, entries } = started()
    await secrets.keepToken('c1', 'admin')
    entries.clear()
    expect(await secrets.token('c1')).toEqual(locked)
    expect(await secrets.keepToken('c1', 'newer')).toEqual(nothing)
    expect(await secrets.token('c1')).toEqual(ok('newer'))
    expect(await secrets.token('c2')).toEqual(nothing)
  })

  it('answer again after "Unlock and try again"', async () => {
    const { secrets, state, entries } = started()
    await secrets.keepToken('c1', 'admin')
    const before = [...entries]
    state.locked = true
    expect(await secrets.unlock()).toEqual(locked)
    state.prompt = true
    expect(await secrets.unlock()).toEqual(nothing)
    expect(await secrets.token('c1')).toEqual(ok('admin'))
    expect([...entries]).toEqual(before)
  })

  it('of practice are simply gone after a restart', async () => {
    const settings = memorySettings()
    const secrets = createSecrets({ vault: createMemoryVault(), settings, crypto, install, everSealed: () => true })
    await secrets.keepToken('c1', 'admin')
    await secrets.sealKey()
    const next = createSecrets({ vault: createMemoryVault(), settings, crypto, install, everSealed: () => true })
    expect(settings.read().canaryWritten).toBe('')
    expect(await next.token('c1')).toEqual(nothing)
    expect((await next.sealKey()).ok).toBe(true)
  })
})

describe('the sealing key', () => {
  it('is made once, also when asked for twice at the same moment', async () => {
    const { secrets, again } = started()
    const [one, two] = await Promise.all([secrets.sealKey(), secrets.sealKey()])
    expect(one.ok && crypto.keyId(one.value)).toMatch(/^[0-9a-f]{16}$/)
    expect(two).toEqual(one)
    expect(await again().sealKey()).toEqual(one)
  })

  it('is made after a token was kept', async () => {
    const { secrets } = started()
    await secrets.keepToken('c1', 'admin')
    expect((await secrets.sealKey()).ok).toBe(true)
  })

  it('is not made anew while the keychain is locked, even with the settings lost', async () => {
    const { secrets, state, parts } = started()
    const key = await secrets.sealKey()
    state.locked = true
    expect(await secrets.sealKey()).toEqual(locked)
    const forgetful = createSecrets({ ...parts, settings: memorySettings() })
    expect(await forgetful.sealKey()).toEqual(locked)
    state.prompt = true
    expect(await forgetful.sealKey()).toEqual(key)
  })

  it('that was lost is replaced by choice only', async () => {
    const { secrets, again, entries, parts } = started()
    const first = await secrets.sealKey()
    entries.delete(`${install}/seal`)
    expect(await secrets.sealKey()).toEqual(keyLost)
    await secrets.keepToken('c1', 'admin')
    await secrets.unlock()
    expect(await again().sealKey()).toEqual(keyLost)
    expect(await createSecrets({ ...parts, settings: memorySettings() }).sealKey()).toEqual(keyLost)
    const second = await secrets.replaceSealKey()
    expect(second).not.toEqual(first)
    expect(await again().sealKey()).toEqual(second)
    entries.delete(`${install}/seal`)
    expect(await secrets.sealKey()).toEqual(keyLost)
  })

  it.each(['a token pasted anew', '“Unlock and try again”', 'the settings lost as well'])(
    'is not made silently after the whole keychain was emptied: %s',
    async (way) => {
      const { secrets, before, entries, parts } = started()
      await secrets.keepToken('c1', 'admin')
      const first = await secrets.sealKey()
      before.sealed = true
      entries.clear()
      const next = createSecrets(way.startsWith('the settings') ? { ...parts, settings: memorySettings() } : parts)
      if (way.startsWith('a token')) await next.keepToken('c1', 'newer')
      else if (way.startsWith('“')) await next.unlock()
      expect(await next.sealKey()).toEqual(keyLost)
      expect(entries.has(`${install}/seal`)).toBe(false)
      const second = await next.replaceSealKey()
      expect(second.ok && second).not.toEqual(first)
      expect(await next.sealKey()).toEqual(second)
    },
  )

  it('is not used when the keychain did not keep it', async () => {
    const { secrets, state } = started()
    state.deaf = true
    expect(await secrets.sealKey()).toEqual(locked)
    expect(await secrets.replaceSealKey()).toEqual(locked)
  })

  it('leaves nothing behind but itself and the canary', async () => {
    const { secrets, entries } = started()
    await secrets.sealKey()
    expect([...entries.keys()].sort()).toEqual([`${install}/canary`, `${install}/seal`])
  })

  it('passes on that there is no keychain', async () => {
    const { parts } = started()
    const absent = failed(failure('keychain.absent', { what: 'service' }))
    const none = () => Promise.resolve(absent)
    const secrets = createSecrets({ ...parts, vault: { get: none, set: none, delete: none } })
    for (const answer of [
      secrets.sealKey(),
      secrets.token('c'),
      secrets.keepToken('c', 't'),
      secrets.forgetToken('c'),
      secrets.unlock(),
    ])
      expect(await answer).toEqual(absent)
  })
})
