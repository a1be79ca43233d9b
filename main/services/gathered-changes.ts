import type { Authorization } from '../ports/influx'
import type { TokenIndex } from './token-index'

/** Gathers changes of the list: each one costs a walk over all of it, and a reload in the window. */
export function gatherChanges(index: TokenIndex, connection: string) {
  const together = 64
  let rows = new Map<string, Authorization | undefined>()
  const flush = () => {
    if (rows.size > 0) index.changedAll(connection, rows)
    rows = new Map()
  }
  return {
    add(id: string, row: Authorization | undefined) {
      rows.set(id, row)
      if (rows.size >= together) flush()
    },
    flush,
  }
}
