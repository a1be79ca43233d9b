import { describe, expect, it } from 'vitest'
import { describePorts } from '../../../../main/adapters/serialport/list'
import { openFailure } from '../../../../main/adapters/serialport/open-failure'

describe('why a port did not open', () => {
  it.each([
    ['Error: No such file or directory, cannot open /dev/null', 'serial.missing'],
    ['Error: Permission denied, cannot open /dev/null', 'serial.permission'],
    ['Error: Resource temporarily unavailable Cannot lock port', 'serial.busy'],
    ['Error: Device or resource busy, cannot open /dev/null', 'serial.busy'],
    ['Error: Inappropriate ioctl for device, cannot open /dev/null', 'serial.missing'],
    ['Error: Is a directory, cannot open /dev', 'serial.missing'],
    ['Port is already open', 'serial.busy'],
    ['Opening COM3: Access denied', 'serial.busy'],
    ['Opening COM3: File not found', 'serial.missing'],
    ['Error: Input/output error', 'serial.unplugged'],
  ])('%s', async (message, code) => {
    expect(await openFailure('/dev/null', message, undefined)).toMatchObject({ code, params: { port: '/dev/null' } })
  })

  it('names the group that owns the port, and the program that holds it', async () => {
    expect((await openFailure('/dev/null', 'Permission denied', undefined)).params).toEqual({
      port: '/dev/null',
      group: 'root',
    })
    expect((await openFailure('/none', 'Permission denied', undefined)).params).toEqual({
      port: '/none',
      group: 'dialout',
    })
    expect((await openFailure('/dev/null', 'Cannot lock port', { program: 'screen', pid: 7 })).params).toEqual({
      port: '/dev/null',
      program: 'screen',
      pid: 7,
    })
  })
})

describe('the list of ports', () => {
  it('names chips, puts USB first, and opens cu.* on a Mac', () => {
    const listed = [
      { path: '/dev/ttyS0' },
      { path: '/dev/ttyUSB0', vendorId: '10C4', productId: 'EA60', serialNumber: '0001' },
      { path: '/dev/ttyACM0', vendorId: '239a', productId: '8111', manufacturer: 'Adafruit Industries' },
      { path: '/dev/ttyACM1', vendorId: 'ffff', productId: '0001', manufacturer: 'Maker\u202e\n' },
    ]
    expect(describePorts(listed, 'linux').map(({ label }) => label)).toEqual([
      'CP210x (ttyUSB0)',
      'Adafruit (ttyACM0)',
      'Maker?? (ttyACM1)',
      'Serial port (ttyS0)',
    ])
    expect(describePorts(listed, 'linux')[0]).toEqual({
      path: '/dev/ttyUSB0',
      label: 'CP210x (ttyUSB0)',
      vendorId: '10C4',
      productId: 'EA60',
      serialNumber: '0001',
    })
    expect(describePorts([{ path: '/dev/tty.usbserial-1' }], 'darwin')[0]?.path).toBe('/dev/cu.usbserial-1')
  })
})
