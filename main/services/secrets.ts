import { failure } from '../contract/failure'
import { done, failed, ok, type Result } from '../contract/result'
import { fitsVault } from '../domain/secret-limits'
import type { Crypto } from '../ports/crypto'
import type { SettingsStore } from '../ports/settings'
import type { Vault } from '../ports/vault'

/** The secrets of one install. Failures everywhere: `keychain.locked`, `keychain.absent`, `disk.full`, `disk.denied`. */
export interface Secrets {
  /** A connection's token; undefined when it was never stored, or removed by someone. */
  token(connectionId: string): Promise<Result<string | undefined>>
  /** Stores a token and reads it back. `input.token` when no keychain could hold it. */
  keepToken(connectionId: string, token: string): Promise<Result<void>>
  forgetToken(connectionId: string): Promise<Result<void>>
  /** The key that seals device tokens, made the first time only. `keychain.key-lost` when there was one and it is gone. */
  sealKey(): Promise<Result<string>>
  /** The key named `keyId`, to open what it sealed: from memory when this run has read it before. */
  openKey(keyId: string): Promise<Result<string>>
  /** A new sealing key in place of a lost one; by the person's explicit choice only: what the old one sealed stays shut. One that is there stays. */
  replaceSealKey(): Promise<Result<string>>
  /** "Unlock and try again": makes the system ask for its password, and heals the canary of a keychain that was emptied. */
  unlock(): Promise<Result<void>>
}

/**
 * Makes the secrets of `install` over a keychain. A locked keychain can answer as if nothing were stored, so a canary entry
 * goes in before the first secret and is noted in the settings; it also carries the sealing key's name once there is one.
 * `everSealed` tells that a key was used before, also where the keychain was emptied to the last entry.
 */
export function createSecrets({
  vault,
  settings,
  crypto,
  install,
  everSealed,
}: {
  readonly vault: Vault
  readonly settings: SettingsStore
  readonly crypto: Crypto
  readonly install: string
  readonly everSealed: () => boolean
}): Secrets {
  const seal = `${install}/seal`
  const canary = `${install}/canary`
  const tokenOf = (connectionId: string) => `${install}/${connectionId}/token`
  let last: Promise<unknown> = Promise.resolve()
  let known: string | undefined

  /** Lets two calls that may both make something run one after the other. */
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const next = last.then(act, act)
    last = next
    return next
  }

  /** Stores and reads back: some keychains answer yes and keep nothing. */
  const keep = async (account: string, secret: string): Promise<Result<void>> => {
    const written = await vault.set(account, secret)
    if (!written.ok) return written
    const read = await vault.get(account)
    if (!read.ok) return read
    return read.value === secret ? done : failed(failure('keychain.locked'))
  }

  /** Writes the canary; `keyId` once there is a sealing key. */
  const keepCanary = async (keyId = ''): Promise<Result<void>> => {
    if (vault.fleeting) return done
    const kept = await keep(canary, `fieldkey ${keyId}`)
    if (!kept.ok || settings.read().canaryWritten === install) return kept
    const noted = settings.update({ canaryWritten: install })
    return noted.ok ? done : noted
  }

  /** What the canary says: undefined when there is none. Fails when there must be one, and the keychain hides it. */
  const readCanary = async (): Promise<Result<string | undefined>> => {
    const read = await vault.get(canary)
    if (!read.ok || read.value !== undefined || vault.fleeting) return read
    return settings.read().canaryWritten === install ? failed(failure('keychain.locked')) : read
  }

  /** Makes a locked keychain ask for its password: reading does not, writing does. An entry of its own, gone at once. */
  const knock = async (): Promise<Result<void>> => {
    const opened = await keep(`${install}/door`, 'fieldkey')
    return opened.ok ? vault.delete(`${install}/door`) : opened
  }

  /** Puts the canary (back) into an open keychain, with what it said. */
  const renewCanary = async (): Promise<Result<void>> => {
    const found = await vault.get(canary)
    return found.ok ? keepCanary(found.value?.split(' ')[1]) : found
  }

  const makeKey = async (): Promise<Result<string>> => {
    const key = crypto.newKey()
    const kept = await keep(seal, key)
    if (!kept.ok) return kept
    const named = await keepCanary(crypto.keyId(key))
    return named.ok ? ok(key) : named
  }

  const readSealKey = async (): Promise<Result<string>> => {
    const first = await vault.get(seal)
    if (!first.ok) return first
    if (first.value !== undefined) return ok(first.value)
    const said = await readCanary()
    if (!said.ok) return said
    // Settings lost and keychain locked look like a first start: only an open keychain may say that there is no key.
    const opened = await knock()
    if (!opened.ok) return opened
    const again = await vault.get(seal)
    if (!again.ok) return again
    if (again.value !== undefined) return ok(again.value)
    const found = await vault.get(canary)
    if (!found.ok) return found
    const hadOne = Boolean(found.value?.split(' ')[1]) || (!vault.fleeting && everSealed())
    return hadOne ? failed(failure('keychain.key-lost')) : makeKey()
  }

  const remember = (key: Result<string>): Result<string> => {
    known = key.ok ? key.value : undefined
    return key
  }

  const sealKey = () => inTurn(async () => remember(await readSealKey()))

  return {
    async token(connectionId) {
      const read = await vault.get(tokenOf(connectionId))
      if (!read.ok || read.value !== undefined) return read
      const found = await readCanary()
      return found.ok ? ok(undefined) : found
    },
    async keepToken(connectionId, token) {
      if (!fitsVault(token)) return failed(failure('input.token'))
      return inTurn(async () => {
        const kept = await keep(tokenOf(connectionId), token)
        if (!kept.ok) return kept
        // What could be read back proves that the keychain is open: a canary missing now was removed with the rest.
        return renewCanary()
      })
    },
    forgetToken: (connectionId) => vault.delete(tokenOf(connectionId)),
    sealKey,
    async openKey(keyId) {
      return known !== undefined && crypto.keyId(known) === keyId ? ok(known) : sealKey()
    },
    replaceSealKey: () =>
      inTurn(async () => {
        const key = await readSealKey()
        return remember(!key.ok && key.failure.code === 'keychain.key-lost' ? await makeKey() : key)
      }),
    unlock: () =>
      inTurn(async () => {
        const opened = await knock()
        return opened.ok ? renewCanary() : opened
      }),
  }
}
