import { readFile, stat } from 'node:fs/promises'
import { failure, type Failure } from '../../contract/failure'
import type { Holder } from './holders'

/**
 * What kept a port from opening. The library's errors have no codes, so its sentences are matched; the first two lines
 * are Linux and macOS, `Access denied` and `File not found` are Windows.
 */
const sentences: readonly (readonly [RegExp, 'busy' | 'permission' | 'missing'])[] = [
  [/Cannot lock port|Device or resource busy|Port is already open|Port is opening|Access denied/i, 'busy'],
  [/Permission denied|Operation not permitted/i, 'permission'],
  [/No such file or directory|No such device|File not found|Inappropriate ioctl|Is a directory/i, 'missing'],
]

/** The failure for a library's message. `unplugged` stands for whatever else: the port was there a moment ago. */
export async function openFailure(path: string, message: string, holder: Holder | undefined): Promise<Failure> {
  const kind = sentences.find(([pattern]) => pattern.test(message))?.[1]
  if (kind === 'busy') return busy(path, holder)
  if (kind === 'permission') return failure('serial.permission', { port: path, group: await groupOf(path) })
  return failure(kind === 'missing' ? 'serial.missing' : 'serial.unplugged', { port: path })
}

/** The failure for a port somebody holds; `program` and `pid` are there when they are known. */
export function busy(path: string, holder: Holder | undefined): Failure {
  return failure('serial.busy', { port: path, ...holder })
}

/** Name of the group that owns the device node, which the person has to join; its number when it has no name. */
async function groupOf(path: string): Promise<string> {
  const node = await stat(path).catch(() => undefined)
  if (!node) return 'dialout'
  const groups = await readFile('/etc/group', 'utf8').catch(() => '')
  const line = groups.split('\n').find((row) => row.split(':')[2] === String(node.gid))
  return line?.split(':')[0] ?? String(node.gid)
}
