import type { Bridge } from '../main/contract/channels'

declare global {
  interface Window {
    readonly fieldkey: Bridge
  }
}

/** The window's whole world: what main offers through the preload. Nothing else reads `window.fieldkey`. */
export function bridge(): Bridge {
  return window.fieldkey
}
