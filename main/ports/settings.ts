import type { Result } from '../contract/result'
import type { Settings } from '../contract/settings'

/** Preferences of this laptop, no secret among them. Unreadable or missing files give the defaults. */
export interface SettingsStore {
  read(): Settings
  /** Writes `change` over what is there, atomically; `disk.full` or `disk.denied` when it could not be kept. */
  update(change: Partial<Settings>): Result<Settings>
}
