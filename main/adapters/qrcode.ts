import { create } from 'qrcode'
import type { Qr } from '../ports/qr'

/** Draws QR symbols with the `qrcode` library. */
export function createQr(): Qr {
  return {
    draw(text, { level = 'M', leastVersion = 1 } = {}) {
      const smallest = create(text, { errorCorrectionLevel: level })
      const fits = smallest.version >= leastVersion
      const { modules, version } = fits
        ? smallest
        : create(text, { errorCorrectionLevel: level, version: leastVersion })
      return { size: modules.size, version, level, modules: Uint8Array.from(modules.data) }
    },
  }
}
