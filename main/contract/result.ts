import type { Failure } from './failure'

/** What a call that can fail in an expected way returns. A throw is a bug, never an answer. */
export type Result<T, F = Failure> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: F }

/** A success carrying `value`. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value }
}

/** The success of a call that has nothing to say. */
export const done: { readonly ok: true; readonly value: undefined } = { ok: true, value: undefined }

/** A failure carrying what went wrong. */
export function failed<F>(failure: F): { readonly ok: false; readonly failure: F } {
  return { ok: false, failure }
}

/** Closes a `switch` over a union: the compiler refuses a case that was forgotten. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`)
}
