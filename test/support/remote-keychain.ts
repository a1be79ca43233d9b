import type { Vault } from '../../main/ports/vault'
import type { Result } from '../../main/contract/result'
import { startScript } from './script-process'

/** The real keychain of a throw-away desktop, reached in a process that runs `script` (keychain-process) under `env`. */
export function startKeychain(
  script: string,
  env: NodeJS.ProcessEnv,
): { readonly vault: Vault; stop(): Promise<void> } {
  const child = startScript(process.execPath, [script], env)
  let asked = 0
  let last: Promise<unknown> = Promise.resolve()
  const ask = <T>(...request: readonly string[]): Promise<Result<T>> => {
    const id = String(asked++)
    child.send(JSON.stringify([id, ...request]))
    // Answers come in the order of the calls, unless one was thrown before it was queued.
    const answer = last.then(async () => {
      const [of, result] = JSON.parse(await child.next()) as [string, Result<T> | 'thrown']
      if (of !== id) throw new Error(`answer ${of} to call ${id}`)
      if (result === 'thrown') throw new Error('thrown by the keychain')
      // JSON leaves undefined out.
      return result.ok ? { ok: true as const, value: result.value } : result
    })
    last = answer.catch(() => undefined)
    return answer
  }
  return {
    vault: {
      get: (account) => ask('get', account),
      set: (account, secret) => ask('set', account, secret),
      delete: (account) => ask('delete', account),
    },
    stop: () => child.kill(),
  }
}
