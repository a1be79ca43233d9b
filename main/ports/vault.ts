import type { Result } from '../contract/result'

/**
 * A keeper of secrets by account name: the OS keychain, or memory in practice mode.
 * Failures: `keychain.absent` (no service, or no collection), `keychain.locked` (refused by the person or the system).
 * A *locked* keychain may also answer `get` with `undefined`: services/secrets.ts tells the two apart by a canary.
 */
export interface Vault {
  /** True where nothing outlives this run (practice): a missing entry there was never stored. */
  readonly fleeting?: boolean
  get(account: string): Promise<Result<string | undefined>>
  /** Stores `secret` (no NUL, at most 2,560 bytes: the smallest keychain's limit), replacing what was there. */
  set(account: string, secret: string): Promise<Result<void>>
  /** Removes the entry; not being there is success. */
  delete(account: string): Promise<Result<void>>
}
