/** The window's surface while a secret is on it. */
export interface Screen {
  /** Asks the system to leave the window out of captures and thumbnails; not every system obeys. */
  protect(on: boolean): void
  /** Another window, or the lock screen, is in front of ours. */
  isCovered(): boolean
}
