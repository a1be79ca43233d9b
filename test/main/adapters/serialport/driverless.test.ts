import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { driverlessChip } from '../../../../main/adapters/serialport/driverless'
import { temporaryFolder } from '../../../support/temporary-folder'

interface Plugged {
  readonly vendor: string
  readonly product: string
  /** Below the device, as the driver made it. */
  readonly port?: string
}

/** A folder as Linux shows its USB devices: links to the devices and to their interfaces, side by side. */
function usbWith(...plugged: readonly Plugged[]): string {
  const folder = temporaryFolder()
  const root = path.join(folder, 'bus')
  mkdirSync(root)
  for (const [n, { vendor, product, port }] of plugged.entries()) {
    const name = `1-${String(n + 1)}`
    const device = path.join(folder, 'devices', name)
    mkdirSync(path.join(device, `${name}:1.0`, ...(port === undefined ? [] : [port])), { recursive: true })
    writeFileSync(path.join(device, 'idVendor'), `${vendor}\n`)
    writeFileSync(path.join(device, 'idProduct'), `${product}\n`)
    symlinkSync(device, path.join(root, name))
    symlinkSync(path.join(device, `${name}:1.0`), path.join(root, `${name}:1.0`))
  }
  return root
}

const camera = { vendor: '046d', product: '0825' }

describe('an adapter without a driver', () => {
  it.each([
    ['10c4', 'ea60', 'CP210x'],
    ['1a86', '7523', 'CH340'],
    ['0403', '6001', 'FT232'],
    ['0403', '6010', 'FT2232'],
    ['0403', '6015', 'FT-X'],
    ['067b', '2303', 'PL2303'],
    ['10C4', 'EA60', 'CP210x'],
  ])('%s:%s is named by its chip', async (vendor, product, chip) => {
    expect(await driverlessChip(usbWith(camera, { vendor, product }))).toBe(chip)
  })

  it.each([
    ['an adapter with its port', { vendor: '1a86', product: '7523', port: 'ttyUSB0' }],
    ['a bridge whose port is a modem’s', { vendor: '1a86', product: '55d4', port: 'tty/ttyACM0' }],
    ['a camera', camera],
    ['a board with a port of its own and no driver to miss', { vendor: '303a', product: '1001' }],
    ['a chip of a known maker that is no known adapter', { vendor: '0403', product: 'ffff' }],
  ])('is not %s', async (_what, plugged) => {
    expect(await driverlessChip(usbWith(plugged))).toBeUndefined()
  })

  it('is found beside one that has its driver', async () => {
    const fine = { vendor: '0403', product: '6001', port: 'ttyUSB0' }
    expect(await driverlessChip(usbWith(fine, { vendor: '10c4', product: 'ea60' }))).toBe('CP210x')
  })

  it('is none where nothing can be read', async () => {
    expect(await driverlessChip(path.join(temporaryFolder(), 'nowhere'))).toBeUndefined()
  })
})
