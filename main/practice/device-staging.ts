import { fieldFlaw, settingsFields, type SettingsField } from '../domain/settings-fields'
import type { SettingsRecord } from '../domain/settings-record'
import type { Clock } from '../ports/clock'

/** The parts of a settings set while they come in; memory only. */
export interface Staging {
  /** Keeps a part. Another nonce, or another number of parts, discards what was there. */
  put(n: string, i: number, of: number, fields: Readonly<Record<string, unknown>>): void
  /** Notes that a frame came; after 60 s without one everything is discarded. */
  heard(): void
  nonce(): string | undefined
  have(): readonly number[]
  complete(): boolean
  /** The whole set; undefined when a field every device needs is not in it. */
  settings(): SettingsRecord | undefined
  clear(): void
}

const patience = 60_000

/** Makes an empty staging area. */
export function createStaging(clock: Clock): Staging {
  let set: { readonly n: string; readonly of: number; readonly parts: Map<number, Partial<SettingsRecord>> } | undefined
  let heardAt = clock.monotonic()

  return {
    put(n, i, of, fields) {
      if (set?.n !== n || set.of !== of) set = { n, of, parts: new Map() }
      set.parts.set(i, fields)
    },
    heard() {
      if (clock.monotonic() - heardAt > patience) set = undefined
      heardAt = clock.monotonic()
    },
    nonce: () => set?.n,
    have: () => [...(set?.parts.keys() ?? [])].sort((a, b) => a - b),
    complete: () => set !== undefined && set.parts.size === set.of,
    settings() {
      const parts = [...(set?.parts.values() ?? [])]
      const all = parts.reduce((before, part) => ({ ...before, ...part }), {})
      const { url, org, bucket, token, device } = all
      if (!url || !org || !bucket || !token || !device) return undefined
      return { ...all, url, org, bucket, token, device }
    },
    clear() {
      set = undefined
    },
  }
}

/** The first member that is no field, no text, or too long for its field. */
export function unusableField(fields: Readonly<Record<string, unknown>>): string | undefined {
  return Object.entries(fields).find(([name, value]) => {
    if (!isField(name) || typeof value !== 'string') return true
    return fieldFlaw({ name, value }) !== undefined
  })?.[0]
}

function isField(name: string): name is SettingsField {
  return settingsFields.some((known) => known === name)
}
