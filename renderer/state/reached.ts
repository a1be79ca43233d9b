import type { Failure } from '../../main/contract/failure'

/** Whether the server was reached all the same: it answers with a wait or an error, so the way to it is no trouble. */
export function wasReached({ code }: Failure): boolean {
  return code.startsWith('server.')
}
