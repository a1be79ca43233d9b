import { done, ok, type Result } from '../contract/result'
import type { Clock } from '../ports/clock'
import type { Secrets } from './secrets'

/** The sealing key, read from the keychain a moment ago. Without it no token is asked for. */
export interface SealKey {
  /** The key as it was at most `maxAge` ms ago; asks the keychain if that was longer ago. */
  atMost(maxAge: number): Promise<Result<string>>
  /** A new key in place of a lost one, by the person's choice; one that is there after all stays. */
  replace(): Promise<Result<void>>
}

/** Makes the reading of the sealing key. */
export function createSealKey({ secrets, clock }: { readonly secrets: Secrets; readonly clock: Clock }): SealKey {
  let read: { readonly key: string; readonly at: number } | undefined
  const readAs = async (ask: () => Promise<Result<string>>): Promise<Result<string>> => {
    const at = clock.monotonic()
    const key = await ask()
    read = key.ok ? { key: key.value, at } : undefined
    return key
  }
  return {
    async atMost(maxAge) {
      if (read && clock.monotonic() - read.at <= maxAge) return ok(read.key)
      return readAs(() => secrets.sealKey())
    },
    async replace() {
      const key = await readAs(() => secrets.replaceSealKey())
      return key.ok ? done : key
    },
  }
}
