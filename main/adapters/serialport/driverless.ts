import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { chipName } from './chips'

/** Where Linux shows the USB devices that are plugged in. */
export const usbDevices = '/sys/bus/usb/devices'

/** Makers of serial adapters, which are useless without the system's driver: Silicon Labs, WCH, FTDI, Prolific. */
const adapterMakers = new Set(['10c4', '1a86', '0403', '067b'])

/**
 * The chip of a serial adapter that is plugged in while the system made no port of it; undefined when there is none, or
 * when nothing can be read below `root`. Its name is from our own list, never what the device says of itself.
 */
export async function driverlessChip(root: string): Promise<string | undefined> {
  const names = await readdir(root).catch(() => [])
  // With a colon: the interfaces of a device, which are below it too.
  for (const name of names.filter((one) => !one.includes(':')).sort()) {
    const device = path.join(root, name)
    const [vendor, product] = await Promise.all([readId(device, 'idVendor'), readId(device, 'idProduct')])
    const chip = adapterMakers.has(vendor) ? chipName(vendor, product) : undefined
    if (chip !== undefined && !(await hasPort(device))) return chip
  }
  return undefined
}

/** `1-1/1-1:1.0/ttyUSB0` for adapters, `1-1/1-1:1.0/tty/ttyACM0` for boards with a port of their own. */
async function hasPort(device: string): Promise<boolean> {
  for (const part of await readdir(device).catch(() => [])) {
    if (!part.includes(':')) continue
    const below = await readdir(path.join(device, part)).catch(() => [])
    if (below.some((one) => one.startsWith('tty'))) return true
  }
  return false
}

async function readId(device: string, file: 'idVendor' | 'idProduct'): Promise<string> {
  const text = await readFile(path.join(device, file), 'utf8').catch(() => '')
  return text.trim().toLowerCase()
}
