import { text } from '../../main/contract/text/text'
import type { ServerWork } from '../../main/contract/views'

const { others } = text.unfinished

/** "2 unfinished, 1 waiting for the server"; empty where all is done. */
export function workText(work: ServerWork): string {
  const kinds = ['unfinished', 'waiting', 'silent'] as const
  return kinds
    .filter((kind) => work[kind] > 0)
    .map((kind) => others[kind](work[kind]))
    .join(', ')
}
