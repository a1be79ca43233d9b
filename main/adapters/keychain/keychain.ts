import { failure } from '../../contract/failure'
import { failed, ok, type Result } from '../../contract/result'
import { fitsVault } from '../../domain/secret-limits'
import type { Clock } from '../../ports/clock'
import type { Vault } from '../../ports/vault'
import { keychainFailure } from './failures'

/** The calls of keytar that are used. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

/** What a keychain needs. `load` and `platform` are given by tests only. */
export interface KeychainParts {
  readonly clock: Clock
  /** Told `true` when a call has waited 5 s (the person may be typing a password), `false` when that call ends. */
  readonly onSlow: (slow: boolean) => void
  readonly load?: () => Promise<Keytar>
  readonly platform?: NodeJS.Platform
}

const service = 'Fieldkey'
const patience = 5000

/**
 * The operating system's keychain, through keytar, loaded at the first call: a machine without libsecret has no keychain,
 * and must still start. One call at a time, as each hanging one holds a thread; a slow call stays pending.
 */
export function createKeychain({
  clock,
  onSlow,
  load = loadKeytar,
  platform = process.platform,
}: KeychainParts): Vault {
  let last: Promise<unknown> = Promise.resolve()
  let keytar: Keytar | undefined

  const call = async <T>(act: (keytar: Keytar) => Promise<T>): Promise<Result<T>> => {
    try {
      keytar ??= await load()
    } catch {
      return failed(failure('keychain.absent', { what: 'library' }))
    }
    const wait = { slow: false }
    const patient = clock.after(patience, () => {
      wait.slow = true
      onSlow(true)
    })
    try {
      return ok(await act(keytar))
    } catch (error) {
      return failed(keychainFailure(error, platform))
    } finally {
      patient()
      if (wait.slow) onSlow(false)
    }
  }
  const queued = <T>(act: (keytar: Keytar) => Promise<T>): Promise<Result<T>> => {
    const next = last.then(() => call(act))
    last = next
    return next
  }

  return {
    get: (account) => queued(async (keys) => (await keys.getPassword(service, account)) ?? undefined),
    async set(account, secret) {
      if (!fitsVault(secret)) throw new Error(`the secret for ${account} is empty, too long or holds a NUL`)
      return queued((keys) => keys.setPassword(service, account, secret))
    },
    delete: (account) =>
      queued(async (keys) => {
        await keys.deletePassword(service, account)
      }),
  }
}

/** CommonJS shows its exports under `default` in some loaders and at the top in others. */
async function loadKeytar(): Promise<Keytar> {
  const loaded: Keytar & { readonly default?: Keytar } = await import('keytar')
  return loaded.default ?? loaded
}
