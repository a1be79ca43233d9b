import { done, ok } from '../contract/result'
import { fitsVault } from '../domain/secret-limits'
import type { Vault } from '../ports/vault'

/** The vault of the practice workspace: memory only, so practice works on a computer with no keychain. */
export function createMemoryVault(): Vault {
  const entries = new Map<string, string>()
  return {
    fleeting: true,
    get: (account) => Promise.resolve(ok(entries.get(account))),
    async set(account, secret) {
      if (!fitsVault(secret)) throw new Error(`the secret for ${account} is empty, too long or holds a NUL`)
      entries.set(account, secret)
      return Promise.resolve(done)
    },
    delete(account) {
      entries.delete(account)
      return Promise.resolve(done)
    },
  }
}
