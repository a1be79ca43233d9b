import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import { asDescription, readDescription, withText } from './description'
import { deviceFlaw } from './device-id'
import type { Permission } from './permissions'
import { isDeviceToken } from './rights'

/**
 * The whole description of a token with `written` before Fieldkey's mark, which stays as it is. `input.description`; for
 * a device token of Fieldkey's that gets another device ID, `input.device`, as for a new token with this `pattern`.
 */
export function redescribed(
  { description, permissions }: { readonly description: string; readonly permissions: readonly Permission[] },
  written: string,
  pattern: string,
): Result<string> {
  const text = asDescription(written)
  if (text === undefined) return failed(failure('input.description'))
  const before = readDescription(description)
  const renames = before.marker !== undefined && isDeviceToken(permissions) && text !== before.text
  const flaw = renames ? deviceFlaw(text, pattern) : undefined
  if (flaw) return failed(flaw)
  return ok(withText(description, text))
}
