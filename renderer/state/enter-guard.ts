import type { Timers } from './timers'

const quiet = 500

/** Keeps a scanner that sends CR+LF, triggers twice or repeats from pressing what just appeared. */
export interface EnterGuard {
  /** The stage or a dialog changed, `what` names it now: Enter means something else. */
  changed(what?: readonly unknown[]): void
  /** Whether this Enter has to be dropped: key repeat, within 500 ms of a change, or while a token is being made. */
  refuses(press: { readonly repeat: boolean }): boolean
}

/** Makes the guard; `creating` says whether a token is being made right now. */
export function createEnterGuard(timers: Timers, creating: () => boolean): EnterGuard {
  let changedAt = Number.NEGATIVE_INFINITY
  return {
    changed: () => void (changedAt = timers.now()),
    refuses: ({ repeat }) => repeat || creating() || timers.now() - changedAt < quiet,
  }
}
