import { mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { is, safeParse } from 'valibot'
import { deviceTypeId, deviceTypeSchema, type DeviceType } from '../contract/code-content'
import type { DeviceTypes } from '../ports/device-types'

/** A file larger than this is no device type. */
const mostBytes = 16 * 1024
/** More files than this are not looked at. */
const mostFiles = 200

/** Reads device types from `folder`, one JSON file each, anew every time: a file dropped in works at once. */
export function createDeviceTypesFolder({ folder }: { readonly folder: string }): DeviceTypes {
  const find = (id: string) => (is(deviceTypeId, id) ? readType(path.join(folder, `${id}.json`)) : undefined)
  return {
    find,
    list() {
      const named = namesIn(folder).map((name) => ({ name, id: path.basename(name, '.json') }))
      const read = named.map(({ name, id }) => ({ name, id, type: find(id) }))
      return {
        types: read.flatMap(({ id, type }) => (type === undefined ? [] : [{ id, type }])),
        refused: read.filter(({ type }) => type === undefined).map(({ name }) => name),
      }
    },
  }
}

/** The JSON files of the folder, which is made where there is none: an empty one shows where they belong. */
function namesIn(folder: string): readonly string[] {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .slice(0, mostFiles)
  } catch {
    return []
  }
}

function readType(file: string): DeviceType | undefined {
  try {
    const about = statSync(file)
    if (!about.isFile() || about.size > mostBytes) return undefined
    const read = safeParse(deviceTypeSchema, JSON.parse(readFileSync(file, 'utf8')))
    return read.success ? read.output : undefined
  } catch {
    return undefined
  }
}
