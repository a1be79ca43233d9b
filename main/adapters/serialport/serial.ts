import { stat } from 'node:fs/promises'
import type { SerialPort } from 'serialport'
import { failure } from '../../contract/failure'
import { failed, ok } from '../../contract/result'
import type { Clock } from '../../ports/clock'
import type { Serial } from '../../ports/serial'
import { driverlessChip, usbDevices } from './driverless'
import { holderOf } from './holders'
import { wrapPort } from './link'
import { describePorts } from './list'
import { busy, openFailure } from './open-failure'

/** The machine's serial ports through the `serialport` package, which is loaded when first needed. */
export function createSerial({ clock }: { readonly clock: Clock }): Serial {
  return {
    async list() {
      const { SerialPort: Port } = await import('serialport')
      // Listing runs `udevadm` on Linux; a sandbox without it still lets a path be typed.
      const listed = await Port.list().catch(() => [])
      return ok(describePorts(listed, process.platform))
    },
    ...(process.platform === 'linux' ? { driverless: () => driverlessChip(usbDevices) } : {}),
    async open(path, baud) {
      // Boards with native USB take 1200 baud as the order to enter their boot loader.
      if (baud === 1200) throw new Error('never open a port at 1200 baud')
      if (!(await isThere(path))) return failed(failure('serial.missing', { port: path }))
      const holder = await holderOf(path)
      if (holder) return failed(busy(path, holder))
      const { SerialPort: Port } = await import('serialport')
      const port = new Port({ path, baudRate: baud, autoOpen: false, lock: true })
      const problem = await opened(port)
      if (problem === undefined) return ok(wrapPort(port, { clock, isThere }))
      port.destroy()
      return failed(await openFailure(path, problem, await holderOf(path)))
    },
  }
}

/** Windows has no file behind a port's name; there the library says it. */
async function isThere(path: string): Promise<boolean> {
  if (process.platform === 'win32') return true
  const found = await stat(path).catch(() => undefined)
  return found?.isCharacterDevice() ?? false
}

/** Opens with DTR and RTS on; the message when it failed. Pseudo-terminals have no such lines, which is no failure. */
function opened(port: SerialPort): Promise<string | undefined> {
  return new Promise((resolve) => {
    port.on('error', () => undefined)
    port.open((problem) => {
      if (problem) resolve(problem.message)
      else
        port.set({ dtr: true, rts: true }, () => {
          resolve(undefined)
        })
    })
  })
}
