import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClock } from '../../main/adapters/clock'
import { createSerial } from '../../main/adapters/serialport/serial'
import { asciiBytes } from '../../main/domain/frames'
import type { Serial, SerialLink } from '../../main/ports/serial'
import { createPracticeDevice } from '../../main/practice/device'
import { hashing } from '../support/push-job'
import { openPtyPair } from '../support/pty'

const identify = '$FK{"jsonrpc":"2.0","id":1,"method":"identify"}*987552B5\r\n'

/** One kind of port, with a device behind it that answers `identify`. */
interface Bench {
  readonly serial: Serial
  readonly path: string
  readonly missing: string
  pull(): Promise<void>
  remove(): Promise<void>
}

async function overPty(): Promise<Bench> {
  const cable = await openPtyPair()
  const input = createReadStream(cable.b)
  const output = createWriteStream(cable.b, { flags: 'r+' })
  const ignore = () => undefined
  input.on('error', ignore)
  output.on('error', ignore)
  await Promise.all([once(input, 'open'), once(output, 'open')])
  input.on('data', (bytes) => {
    if (bytes.toString().includes('identify')) output.write('$FK{"result":1}*00000000\r\n')
  })
  return {
    serial: createSerial({ clock: createClock() }),
    path: cable.a,
    missing: `${cable.folder}/none`,
    pull: cable.pull,
    async remove() {
      await cable.remove()
      input.destroy()
      output.destroy()
    },
  }
}

function overPractice(): Promise<Bench> {
  const device = createPracticeDevice({
    clock: createClock(),
    crypto: hashing,
    write: () => Promise.resolve({ ok: true, value: undefined }),
  })
  return Promise.resolve({
    serial: device.asSerial(),
    path: 'practice-device',
    missing: '/dev/ttyUSB7',
    pull: () => {
      device.unplug()
      return Promise.resolve()
    },
    remove: () => {
      device.stop()
      return Promise.resolve()
    },
  })
}

describe.each([
  { name: 'serialport over a pseudo-terminal', start: overPty },
  { name: 'practice device', start: overPractice },
])('serial port: $name', ({ start }) => {
  let bench: Bench
  let links: SerialLink[]

  beforeEach(async () => {
    bench = await start()
    links = []
  })
  afterEach(async () => {
    for (const link of links) await link.close()
    await bench.remove()
  })

  const open = async () => {
    const opened = await bench.serial.open(bench.path, 115_200)
    if (!opened.ok) throw new Error(opened.failure.code)
    links.push(opened.value)
    return opened.value
  }
  const firstBytes = (link: SerialLink) =>
    new Promise<Uint8Array>((resolve) => {
      link.onBytes(resolve)
    })
  const refused = { ok: false, failure: { code: 'serial.unplugged', params: { port: expect.any(String) as string } } }

  it('lists ports with a label each', async () => {
    const listed = await bench.serial.list()
    expect(listed.ok).toBe(true)
    for (const port of listed.ok ? listed.value : []) expect(port.label.length).toBeGreaterThan(0)
  })

  it('carries bytes both ways', async () => {
    const link = await open()
    expect([link.path, link.baud]).toEqual([bench.path, 115_200])
    const bytes = firstBytes(link)
    expect(await link.write(asciiBytes(identify.slice(0, 20)))).toEqual({ ok: true, value: undefined })
    expect(await link.write(asciiBytes(identify.slice(20)))).toEqual({ ok: true, value: undefined })
    expect(Buffer.from(await bytes).toString()).toMatch(/^\$FK\{/)
  })

  it('opens a port once, and again when it was closed', async () => {
    const link = await open()
    expect(await bench.serial.open(bench.path, 115_200)).toMatchObject({
      ok: false,
      failure: { code: 'serial.busy', params: { port: bench.path } },
    })
    await link.close()
    await link.close()
    await open()
  })

  it('names a port that is not there', async () => {
    expect(await bench.serial.open(bench.missing, 115_200)).toEqual({
      ok: false,
      failure: { code: 'serial.missing', params: { port: bench.missing } },
    })
  })

  it('reports a pulled cable once, and refuses to write', async () => {
    const link = await open()
    let times = 0
    const left = new Promise<void>((resolve) => {
      link.onGone(() => {
        times += 1
        resolve()
      })
    })
    const sent = link.write(asciiBytes(identify))
    await bench.pull()
    await left
    await sent
    expect(await link.write(asciiBytes('x'))).toEqual(refused)
    await link.close()
    expect(times).toBe(1)
  })

  it('says nothing after close', async () => {
    const link = await open()
    let heard = 0
    const note = () => {
      heard += 1
    }
    link.onBytes(note)
    link.onGone(note)
    const sent = link.write(asciiBytes(identify))
    await link.close()
    await sent
    expect(await link.write(asciiBytes(identify))).toEqual(refused)
    await bench.pull()
    expect(heard).toBe(0)
  })
})
