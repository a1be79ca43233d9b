/** Requests under way over real sockets, so that a clock of the test knows when nothing but time can move things on. */
export interface Traffic {
  /** A request begins; the number names it. */
  begin(): number
  end(n: number): void
  /** From here on only time ends it. */
  hold(n: number): void
  release(n: number): void
  /** Work behind the laptop's back that the clock has to wait for. */
  during<T>(work: Promise<T>): Promise<T>
  /** Resolves when every request that is under way is held, and nothing else is going on. */
  settle(): Promise<void>
}

/** Makes one. */
export function createTraffic(): Traffic {
  const underway = new Set<number>()
  const held = new Set<number>()
  let working = 0
  let begun = 0
  let changed = () => {}
  const next = () =>
    new Promise<void>((resolve) => {
      changed = resolve
    })
  const turn = () =>
    new Promise<void>((resolve) => {
      setImmediate(resolve)
    })
  const isBusy = () => working > 0 || [...underway].some((n) => !held.has(n))
  return {
    begin() {
      begun += 1
      underway.add(begun)
      return begun
    },
    end(n) {
      underway.delete(n)
      held.delete(n)
      changed()
    },
    hold(n) {
      if (underway.has(n)) held.add(n)
      changed()
    },
    release(n) {
      held.delete(n)
    },
    async during(work) {
      working += 1
      try {
        return await work
      } finally {
        working -= 1
        changed()
      }
    },
    async settle() {
      await turn()
      while (isBusy()) {
        await next()
        await turn()
      }
    },
  }
}
