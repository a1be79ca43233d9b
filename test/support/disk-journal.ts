import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

/** A folder's files, by name. */
export type Files = ReadonlyMap<string, Buffer>

/** The same for the same files. SQLite's shared memory is none: it is made anew. */
export function keyOf(files: Files): string {
  const told = [...files].map(([name, data]) => `${name} ${createHash('sha256').update(data).digest('hex')}`)
  return told
    .filter((one) => !/-shm /.test(one))
    .sort()
    .join('\n')
}

/** What a power loss spares: the names as they were last, or as they were when the folder was last synced. */
export type Names = 'kept' | 'lost'

interface Inode {
  data: Buffer
  synced: Buffer
}

/**
 * What a power loss may leave of `folder`, which held `before`, after each change that disk-shim.c noted in `log`. Of a file
 * it leaves what was synced last; of `durable`, which are no files of ours, all. States that are the same come once.
 */
export function powerLosses(folder: string, log: string, before: Files, names: Names, durable: string): Files[] {
  const inodes = new Map([...before].map(([name, data]): [string, Inode] => [name, { data, synced: data }]))
  let synced = new Map(inodes)
  const left = (): Files => {
    const there = [...(names === 'kept' ? inodes : synced)].map(([name, inode]) => [name, inode.synced] as const)
    const outside = inodes.get(durable)
    return new Map([...there, ...(outside ? [[durable, outside.data] as const] : [])])
  }
  const states = new Map<string, Files>()
  const note = () => {
    const files = left()
    states.set(keyOf(files), files)
  }
  note()
  for (const line of readFileSync(log, 'utf8').trimEnd().split('\n')) {
    const [what = '', file = '', to = '', hex = ''] = line.split('\t')
    if (file === folder && what === 'sync') synced = new Map(inodes)
    if (path.dirname(file) !== folder) continue
    const name = path.basename(file)
    const inode = inodes.get(name)
    if (what === 'empty' && inode) inode.data = Buffer.of()
    else if (what === 'empty') inodes.set(name, { data: Buffer.of(), synced: Buffer.of() })
    else if (what === 'unlink') inodes.delete(name)
    else if (inode) change(what, inode, to, Buffer.from(hex, 'hex'))
    if (what === 'rename' && inode) {
      inodes.delete(name)
      inodes.set(path.basename(to), inode)
    }
    note()
  }
  return [...states.values()]
}

function change(what: string, inode: Inode, to: string, bytes: Buffer): void {
  if (what === 'sync') inode.synced = inode.data
  if (what !== 'write' && what !== 'cut') return
  const at = Number(to)
  const size = what === 'cut' ? at : Math.max(inode.data.length, at + bytes.length)
  const data = Buffer.alloc(size)
  inode.data.copy(data)
  bytes.copy(data, at)
  inode.data = data
}
