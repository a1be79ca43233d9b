// The files the house rules speak of.
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'

/**
 * All files below the named folders of `base`, relative to it.
 * @param {string} base
 * @param {readonly string[]} folders
 * @param {RegExp} wanted
 */
export function filesBelow(base, folders, wanted) {
  return folders.flatMap((folder) => {
    const full = path.join(base, folder)
    if (!existsSync(full)) return []
    return readdirSync(full, { recursive: true, encoding: 'utf8' })
      .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
      .filter((name) => wanted.test(name))
      .sort()
  })
}
