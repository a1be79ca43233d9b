/** Lets at most so many through at once; the others wait in order. */
export interface InFlight {
  /**
   * Resolves when it is this one's turn; the returned function ends the turn. `soon` is called if it has to wait, when
   * it is one of the next few.
   */
  enter(soon?: () => void): Promise<() => void>
}

/** Makes a gate for `most` at once. */
export function createInFlight(most: number): InFlight {
  // Two turns ahead: opening a connection over TLS takes as many round trips.
  const few = 2 * most
  const waiting: { readonly go: () => void; readonly soon: (() => void) | undefined }[] = []
  let inside = 0
  const leave = () => {
    const next = waiting.shift()
    waiting[few - 1]?.soon?.()
    if (next) next.go()
    else inside -= 1
  }
  return {
    async enter(soon) {
      if (inside < most) inside += 1
      else {
        await new Promise<void>((go) => {
          waiting.push({ go, soon })
          if (waiting.length <= few) soon?.()
        })
      }
      let left = false
      return () => {
        if (!left) leave()
        left = true
      }
    },
  }
}
