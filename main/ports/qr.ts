/** A QR symbol as its dark modules: `size` × `size`, row by row, 1 = dark, without the quiet zone. */
export interface QrMatrix {
  readonly size: number
  readonly version: number
  readonly level: 'L' | 'M'
  readonly modules: Uint8Array
}

/** Draws QR symbols (ISO/IEC 18004). */
export interface Qr {
  /** Encodes `text` at level M, or at L where that gives a smaller symbol and `compact` is asked for. */
  draw(text: string, options?: { readonly compact?: boolean }): QrMatrix
}
