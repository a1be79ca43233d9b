import type { Failure } from './failure'

/** What a check from here found; `unknown` where it could not be asked, and why when that says more than the rest. */
export type Finding<T extends string> =
  { readonly kind: T } | { readonly kind: 'unknown'; readonly failure?: Failure | undefined }

/** What can be told from here of a device that sends nothing. What the device was told cannot be seen. */
export interface ExaminedView {
  /** When it was looked at, milliseconds. */
  readonly at: number
  readonly server: Finding<'reached'>
  readonly token: Finding<'active' | 'inactive' | 'gone'>
  readonly bucket: Finding<'there' | 'deleted'>
}
