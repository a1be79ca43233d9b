import type { BuiltInContent } from './code-content'

/** What a code holds, for the words beside it. `like`: the built-in content that a device type asks for. */
export type CodeContentView =
  | { readonly content: BuiltInContent }
  | { readonly content: 'type'; readonly name: string; readonly like?: BuiltInContent }

/** A QR symbol to paint: `size` × `size` modules, 1 = dark, quiet zone not included. Overwrite `modules` after use. */
export interface CodeSymbol {
  readonly size: number
  readonly modules: Uint8Array
}

/** One code, or one of several that belong together. `dense` is at level L: for where it gives larger modules. */
export interface CodePart {
  readonly sturdy: CodeSymbol
  readonly dense?: CodeSymbol
}

/** The code on the screen. Its symbols are the token. */
export interface CodeView {
  readonly handover: string
  readonly content: CodeContentView
  /** One, or the parts for a small camera in their order. */
  readonly parts: readonly CodePart[]
  /** Milliseconds until main takes the code back. */
  readonly hidesIn: number
}

/** Device types to choose from, and files in their folder that are none. */
export interface DeviceTypesView {
  readonly types: readonly { readonly id: string; readonly name: string }[]
  readonly refused: readonly string[]
}
