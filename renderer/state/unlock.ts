import type { Bridge } from '../../main/contract/channels'
import type { Notices } from './notices.svelte'

/** Asks the keychain again, the system may ask for a password; then goes on with `after`. */
export async function unlock(parts: { readonly bridge: Bridge; readonly notices: Notices }, after: () => void) {
  const reply = await parts.bridge['keychain.retry']()
  // Open, but without the token: what was asked for meets that by itself, where its button is.
  if (reply.ok || !reply.failure.code.startsWith('keychain.')) after()
  else parts.notices.fail('keychain', reply.failure)
}
