import { failure } from '../contract/failure'
import { done, failed, type Result } from '../contract/result'
import type { SettingsStore } from '../ports/settings'
import type { CodeOnScreen } from './show-code'
import type { TokenTexts } from './token-texts'

/** Copies what the code on the screen holds, where the person allowed that; no text goes to the window. */
export type CopySettings = () => Result<void>

/** Makes it. `cancelled` while no code is on the screen or copying is not allowed. */
export function createCopySettings(parts: {
  readonly code: Pick<CodeOnScreen, 'payload'>
  readonly texts: Pick<TokenTexts, 'copy'>
  readonly settings: SettingsStore
}): CopySettings {
  const { code, texts, settings } = parts
  return () => {
    const payload = code.payload()
    if (payload === undefined || !settings.read().allowCopying) return failed(failure('cancelled'))
    texts.copy(payload)
    return done
  }
}
