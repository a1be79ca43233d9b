import { createInFlight, type InFlight } from './in-flight'

/** Lets requests that change the same thing through one after the other. */
export interface Turns {
  /** Resolves when it is this one's turn for `thing`; the returned function ends the turn. */
  enter(thing: string): Promise<() => void>
}

/** Makes the turns: things do not wait for each other. */
export function createTurns(): Turns {
  const gates = new Map<string, { readonly gate: InFlight; asking: number }>()
  return {
    async enter(thing) {
      const known = gates.get(thing) ?? { gate: createInFlight(1), asking: 0 }
      gates.set(thing, known)
      known.asking += 1
      const leave = await known.gate.enter()
      let left = false
      return () => {
        if (left) return
        left = true
        known.asking -= 1
        if (known.asking === 0) gates.delete(thing)
        leave()
      }
    },
  }
}
