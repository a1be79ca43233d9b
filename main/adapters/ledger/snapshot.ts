import { createHash } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { readLedger, standingParts } from '../../contract/ledger-rows'
import { isAtRest } from '../../domain/at-rest'
import { isOpen } from '../../domain/handover'
import type { Story } from '../../ports/ledger'
import { intentRow } from './rows'
import { writeWhole } from './whole-file'

/** Another number whenever the fold's rules change: an older snapshot is then passed over, as one of other parts is. */
const version = `4 ${standingParts.join(' ')}`

/**
 * Where every handover stood after event `n`, and how far the acts had come, kept beside the ledger so that a start need not
 * read its whole history.
 */
export interface Snapshot {
  readonly n: number
  /** Hash of event `n`. */
  readonly chain: string
  /** How many acts there were, and the hash they ended with. */
  readonly acts: number
  readonly actsChain: string
  /** Oldest first, as `lines`. */
  readonly ids: readonly string[]
  /** Those that still had to be finished or undone. */
  readonly open: readonly string[]
  /** Those that were not at rest: the open ones are among them. */
  readonly atWork: readonly string[]
  /** Each the JSON of a handover's row, a tab, and the JSON of where it stands; read only when somebody asks. */
  readonly lines: readonly string[]
}

/** The snapshot's file beside the ledger `file`. */
export function snapshotFile(file: string): string {
  return `${file}-snapshot`
}

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Reads the snapshot of `install`; undefined when there is none that is whole. It is a copy: without it all is read. */
export function readSnapshot(file: string, install: string): Snapshot | undefined {
  try {
    const bytes = readFileSync(snapshotFile(file))
    const rest = bytes.subarray(65)
    if (bytes.toString('latin1', 0, 65) !== `${digest(rest)}\n`) return undefined
    const [first = '', ...lines] = rest.toString('utf8').split('\n')
    const head = readLedger('snapshot', JSON.parse(first))
    if (head.version !== version || head.install !== install || head.ids.length !== lines.length) return undefined
    const { n, chain, acts, actsChain, ids, open, atWork } = head
    return { n, chain, acts, actsChain, ids, open, atWork, lines }
  } catch {
    return undefined
  }
}

/** Writes the snapshot of `stories`, oldest first, as of event `n`; durable, in one move. Throws the file system's errors. */
export function writeSnapshot(
  file: string,
  at: Pick<Snapshot, 'n' | 'chain' | 'acts' | 'actsChain'> & { readonly install: string },
  stories: ReadonlyMap<string, Story>,
): void {
  const told = [...stories.values()]
  const open = told.filter(({ now }) => isOpen(now)).map(({ intent }) => intent.id)
  const atWork = told.filter((story) => !isAtRest(story)).map(({ intent }) => intent.id)
  const first = { version, ...at, ids: [...stories.keys()], open, atWork }
  // JSON holds neither line ends nor tabs.
  const lines = told.map(({ intent, now }) => `${JSON.stringify(intentRow(intent))}\t${JSON.stringify(now)}`)
  const text = [JSON.stringify(first), ...lines].join('\n')
  const bytes = Buffer.from(text, 'utf8')
  writeWhole(snapshotFile(file), Buffer.from(`${digest(bytes)}\n`), bytes)
}

/** Drops the snapshot: the next start reads and verifies everything. */
export function dropSnapshot(file: string): void {
  rmSync(snapshotFile(file), { force: true })
}
