import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { failure } from '../../main/contract/failure'
import { done, failed, ok, type Result } from '../../main/contract/result'
import { fitsVault } from '../../main/domain/secret-limits'
import type { Vault } from '../../main/ports/vault'

/** A keychain in a file of a test, so that it outlives a process that is killed. An entry is changed or it is not. */
export function createFileVault(file: string): Vault {
  const read = (): Record<string, string> =>
    existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {}
  const write = (entries: Record<string, string>): Result<void> => {
    try {
      writeFileSync(`${file}.new`, JSON.stringify(entries))
      renameSync(`${file}.new`, file)
      return done
    } catch {
      return failed(failure('keychain.locked'))
    }
  }
  return {
    get: (account) => Promise.resolve(ok(read()[account])),
    async set(account, secret) {
      if (!fitsVault(secret)) throw new Error(`the secret for ${account} is empty, too long or holds a NUL`)
      return Promise.resolve(write({ ...read(), [account]: secret }))
    },
    delete(account) {
      const { [account]: _gone, ...others } = read()
      return Promise.resolve(write(others))
    },
  }
}
