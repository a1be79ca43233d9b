import type { Screen } from '../ports/screen'

/** Keeps the window out of captures while any secret is on it. Returns what ends that for this one. */
export type CoverScreen = () => () => void

/** Makes it, for all secrets of one window. */
export function createScreenCover(screen: Pick<Screen, 'protect'>): CoverScreen {
  let secrets = 0
  return () => {
    secrets += 1
    if (secrets === 1) screen.protect(true)
    let on = true
    return () => {
      if (!on) return
      on = false
      secrets -= 1
      if (secrets === 0) screen.protect(false)
    }
  }
}
