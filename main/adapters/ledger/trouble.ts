import { damageOf } from './damage'

/** Damage that was found after the ledger was opened: from then on nothing is written. */
export interface Trouble {
  /** Notes an error; throws it again when it is a bug and not the disk's. */
  note(error: unknown): void
  /** The ledger is closed: whoever still asks about a story learns no more of it. */
  end(): void
  /** What was found. */
  found(): Error | undefined
}

/** Makes it; `onBroken` is called when the file turns out to be broken. */
export function createTrouble(onBroken: () => void): Trouble {
  let found: Error | undefined
  let ended = false
  return {
    note(error) {
      if (ended) return
      const why = damageOf(error)
      if (why === undefined || !(error instanceof Error)) throw error
      if (why !== 'broken' || found) return
      found = error
      onBroken()
    },
    end: () => {
      ended = true
    },
    found: () => found,
  }
}
