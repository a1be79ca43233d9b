import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { done, ok } from '../../main/contract/result'
import { fitsVault } from '../../main/domain/secret-limits'
import type { Vault } from '../../main/ports/vault'

/** A keychain in a file of a test, so that it outlives a process that is killed. */
export function createFileVault(file: string): Vault {
  const read = (): Record<string, string> =>
    existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {}
  const write = (entries: Record<string, string>) => writeFileSync(file, JSON.stringify(entries))
  return {
    get: (account) => Promise.resolve(ok(read()[account])),
    async set(account, secret) {
      if (!fitsVault(secret)) throw new Error(`the secret for ${account} is empty, too long or holds a NUL`)
      write({ ...read(), [account]: secret })
      return Promise.resolve(done)
    },
    delete(account) {
      const { [account]: _gone, ...others } = read()
      write(others)
      return Promise.resolve(done)
    },
  }
}
