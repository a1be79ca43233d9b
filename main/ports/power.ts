/** What the laptop does while a handover runs. */
export interface Power {
  /** Calls `run` when the screen locks or the laptop suspends. */
  onAway(run: () => void): void
  /** Calls `run` when the laptop wakes or is unlocked. */
  onBack(run: () => void): void
  /** Keeps the display on until the returned function is called. */
  keepDisplayOn(): () => void
}
