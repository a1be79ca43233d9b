import type { SettingsStore } from '../ports/settings'

/** The person's preferences for practice: the same, but what belongs to the real connections stays out of reach. */
export function practiceSettings(real: SettingsStore): SettingsStore {
  let own = { currentConnection: '', canaryWritten: '' }
  return {
    read: () => ({ ...real.read(), ...own }),
    update: (change) => {
      const { currentConnection = own.currentConnection, canaryWritten = own.canaryWritten } = change
      own = { currentConnection, canaryWritten }
      const written = real.update({ ...change, ...pick(real) })
      return written.ok ? { ok: true, value: { ...written.value, ...own } } : written
    },
  }
}

function pick(real: SettingsStore) {
  const { currentConnection, canaryWritten } = real.read()
  return { currentConnection, canaryWritten }
}
