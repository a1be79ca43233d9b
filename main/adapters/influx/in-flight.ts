/** Lets at most so many through at once; the others wait in order. */
export interface InFlight {
  /** Resolves when it is this one's turn; the returned function ends the turn. */
  enter(): Promise<() => void>
}

/** Makes a gate for `most` at once. */
export function createInFlight(most: number): InFlight {
  const waiting: (() => void)[] = []
  let inside = 0
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else inside -= 1
  }
  return {
    async enter() {
      if (inside < most) inside += 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      let left = false
      return () => {
        if (!left) leave()
        left = true
      }
    },
  }
}
