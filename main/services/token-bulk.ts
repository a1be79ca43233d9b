import { failure, type Failure } from '../contract/failure'
import { failed, type Result } from '../contract/result'
import type { TokenOutcome } from '../contract/views'
import type { Emit } from './board'
import { isOutage } from './sessions'

/** Changing many tokens: some at once, with progress, until it is stopped. */
export interface Bulk {
  /** Outcomes in the order of `ids`, each ID once. Another one waits until this one is through. */
  run(
    ids: readonly string[],
    atOnce: number,
    act: (id: string) => Promise<Result<void>>,
  ): Promise<readonly TokenOutcome[]>
  /** Begins no more; what is under way ends as it ends. */
  stop(): void
}

/** Makes the runner. */
export function createBulk(emit: Emit): Bulk {
  const halts = new Set<(why: Failure) => void>()
  let last: Promise<unknown> = Promise.resolve()

  const run: Bulk['run'] = (ids, atOnce, act) => {
    const all = [...new Set(ids)]
    const results = new Map<string, Result<void>>()
    let halted: Failure | undefined
    const halt = (why: Failure) => {
      halted ??= why
    }
    const work = async (left: Iterator<string>): Promise<void> => {
      for (let next = left.next(); !next.done && !halted; next = left.next()) {
        const result = await act(next.value)
        results.set(next.value, result)
        emit({ kind: 'bulk', done: results.size, total: all.length })
        // The others would wait as long for the same answer.
        if (!result.ok) {
          const { code, cause = code, params } = result.failure
          const why = failure(cause, params)
          if (isOutage(why)) halt(why)
        }
      }
    }
    const begin = async (): Promise<readonly TokenOutcome[]> => {
      const left = all.values()
      await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, () => work(left)))
      halts.delete(halt)
      // Nothing more follows: whoever shows the progress may take it away.
      if (results.size < all.length) emit({ kind: 'bulk', done: all.length, total: all.length })
      return all.map((id) => ({ id, result: results.get(id) ?? failed(halted ?? failure('cancelled')) }))
    }
    halts.add(halt)
    const running = last.then(begin, begin)
    last = running
    return running
  }

  return {
    run,
    stop() {
      for (const halt of halts) halt(failure('cancelled'))
    },
  }
}
