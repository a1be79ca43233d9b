import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import { asDescription, readDescription, withText } from './description'
import { isDeviceId } from './device-id'
import type { Permission } from './permissions'
import { isDeviceToken } from './rights'

/**
 * The whole description of a token with `written` before Fieldkey's mark, which stays as it is. `input.description`; for
 * a device token of Fieldkey's, `input.device`.
 */
export function redescribed(
  { description, permissions }: { readonly description: string; readonly permissions: readonly Permission[] },
  written: string,
): Result<string> {
  const text = asDescription(written)
  if (text === undefined) return failed(failure('input.description'))
  const isOfDevice = readDescription(description).marker !== undefined && isDeviceToken(permissions)
  if (isOfDevice && !isDeviceId(text)) return failed(failure('input.device'))
  return ok(withText(description, text))
}
