import { create } from 'qrcode'
import type { Qr, QrMatrix } from '../ports/qr'

/** Draws QR symbols with the `qrcode` library. Level M repairs a glare spot; L only where it makes the symbol smaller. */
export function createQr(): Qr {
  return {
    draw(text, { compact = false } = {}) {
      const sturdy = symbol(text, 'M')
      if (!compact) return sturdy
      const dense = symbol(text, 'L')
      return dense.size < sturdy.size ? dense : sturdy
    },
  }
}

function symbol(text: string, level: 'L' | 'M'): QrMatrix {
  const { modules, version } = create(text, { errorCorrectionLevel: level })
  return { size: modules.size, version, level, modules: Uint8Array.from(modules.data) }
}
