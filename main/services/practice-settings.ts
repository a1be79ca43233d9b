import type { SettingsStore } from '../ports/settings'

/** The person's preferences for practice: the same, but what belongs to real connections stays out of reach. */
export function practiceSettings(real: SettingsStore): SettingsStore {
  let own = { currentConnection: '', canaryWritten: '', lastBucket: '', lastPort: '' }
  const keep = (change: Partial<typeof own>) => {
    const named = Object.entries(change).filter(([name]) => Object.hasOwn(own, name))
    own = { ...own, ...Object.fromEntries(named) }
  }
  return {
    read: () => ({ ...real.read(), ...own }),
    update(change) {
      const { currentConnection, canaryWritten, lastBucket, lastPort } = real.read()
      keep(change)
      const written = real.update({ ...change, currentConnection, canaryWritten, lastBucket, lastPort })
      return written.ok ? { ok: true, value: { ...written.value, ...own } } : written
    },
  }
}
