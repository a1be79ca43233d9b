import type { Bridge } from '../../main/contract/channels'
import type { Notices } from './notices.svelte'

/** Asks the keychain again, the system may ask for a password; then goes on with `after`. */
export async function unlock(parts: { readonly bridge: Bridge; readonly notices: Notices }, after: () => void) {
  const reply = await parts.bridge['keychain.retry']()
  if (reply.ok) after()
  else parts.notices.fail('keychain', reply.failure)
}
