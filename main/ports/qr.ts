/** A QR symbol as its dark modules: `size` × `size`, row by row, 1 = dark, without the quiet zone. */
export interface QrMatrix {
  readonly size: number
  readonly version: number
  readonly level: 'L' | 'M'
  readonly modules: Uint8Array
}

/** How a symbol differs from the smallest one at level M. */
export interface QrOptions {
  /** M repairs a glare spot; L makes most symbols smaller. */
  readonly level?: 'L' | 'M'
  /** No smaller version than this one, so that several symbols have one size. */
  readonly leastVersion?: number
}

/** Draws QR symbols (ISO/IEC 18004). */
export interface Qr {
  draw(text: string, options?: QrOptions): QrMatrix
}
