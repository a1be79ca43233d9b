import type { Timers } from './timers'

const fewest = 4
const longestMeanGap = 35
const longestPause = 200

/** A key press as a burst sees it. */
export type BurstPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat'>

/** What a scanner typed, and the key it ended with. */
export interface Scan {
  readonly id: string
  readonly end: 'Enter' | 'Tab'
}

/** Tells a scanner from a person by its speed: 120 words a minute are 100 ms a key, scanners send at 0–30 ms. */
export interface Burst {
  /** Takes a key press; the whole scan once its ending key arrives. */
  press(press: BurstPress): Scan | undefined
  /** Forgets what came so far. */
  forget(): void
}

/** Makes the watcher of one window's keys. */
export function createBurst(timers: Timers): Burst {
  let signs = ''
  let beganAt = 0
  let lastAt = 0
  const forget = (): undefined => {
    signs = ''
  }
  return {
    forget,
    press({ key, ctrlKey, altKey, metaKey, repeat }) {
      const now = timers.now()
      // A scanner holds Shift for capitals; it never holds a key until it repeats.
      if (key === 'Shift' || key === 'CapsLock' || key === 'AltGraph') return undefined
      if (repeat || ((ctrlKey || metaKey) && !altKey)) return forget()
      if (signs !== '' && now - lastAt > longestPause) forget()
      if (key === 'Enter' || key === 'Tab') {
        const id = signs
        const fast = now - beganAt <= longestMeanGap * id.length
        forget()
        return id.length >= fewest && fast ? { id, end: key } : undefined
      }
      if (key.length !== 1) return forget()
      if (signs === '') beganAt = now
      signs += key
      lastAt = now
      return undefined
    },
  }
}
