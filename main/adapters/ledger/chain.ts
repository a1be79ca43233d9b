import { createHash } from 'node:crypto'
import type { Value } from './database'

/** SHA-256 of a previous hash and a row's values, lower-case hex. */
export function link(previous: string, values: readonly Value[]): string {
  return createHash('sha256')
    .update(JSON.stringify([previous, ...values]))
    .digest('hex')
}

/** What the first event is chained to: bound to the install, so that a changed install ID breaks the chain. */
export function genesis(install: string): string {
  return link('fieldkey ledger 1', [install])
}

/** `text` as SQLite will give it back: a lone surrogate becomes U+FFFD, or the row would not match its own hash. */
export function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8')
}
