import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parse, safeParse } from 'valibot'
import { failure, type Failure } from '../contract/failure'
import { failed, ok } from '../contract/result'
import { settingsSchema, type Settings } from '../contract/settings'
import type { SettingsStore } from '../ports/settings'

/** Preferences in `file`, read once: this process is the only one that writes it. What cannot be read is a default. */
export function createSettingsFile({ file }: { readonly file: string }): SettingsStore {
  let known: Settings | undefined
  const read = () => (known ??= readSettings(file))
  return {
    read,
    update(change) {
      const next = parse(settingsSchema, { ...read(), ...change })
      try {
        writeWhole(file, `${JSON.stringify(next, undefined, 2)}\n`)
      } catch (error) {
        if (!(error instanceof Error && 'syscall' in error)) throw error
        return failed(unwritten(error, file))
      }
      known = next
      return ok(next)
    },
  }
}

/** Why `file` could not be written: no room, or the system does not allow it. */
export function unwritten(error: Error, file: string): Failure {
  const full = 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
  return full ? failure('disk.full', { n: 1 }) : failure('disk.denied', { file })
}

function readSettings(file: string): Settings {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    content = {}
  }
  const settings = safeParse(settingsSchema, content)
  return settings.success ? settings.output : parse(settingsSchema, {})
}

/** Writes beside the file and moves it into place: after a power loss there is the old text or the new one. */
function writeWhole(file: string, text: string): void {
  const fresh = `${file}.new`
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  try {
    rmSync(fresh, { force: true })
    const handle = openSync(fresh, 'wx', 0o600)
    try {
      writeFileSync(handle, text)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(fresh, file)
  } catch (error) {
    rmSync(fresh, { force: true })
    throw error
  }
}
