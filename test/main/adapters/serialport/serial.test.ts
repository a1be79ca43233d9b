import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClock } from '../../../../main/adapters/clock'
import { createSerial } from '../../../../main/adapters/serialport/serial'
import type { Clock } from '../../../../main/ports/clock'
import { endProcess, openPtyPair, type PtyPair } from '../../../support/pty'

const holding = `
import os, sys
os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
print("open", flush=True)
sys.stdin.read()
`

describe('serial ports of this computer', () => {
  let cable: PtyPair
  const serial = createSerial({ clock: createClock() })

  beforeEach(async () => {
    cable = await openPtyPair()
  })
  afterEach(async () => {
    await cable.remove()
  })

  it('names the program that holds a port, though it took no lock', async () => {
    const other = spawn('python3', ['-c', holding, cable.a], { stdio: ['pipe', 'pipe', 'inherit'] })
    try {
      await once(other.stdout, 'data')
      expect(await serial.open(cable.a, 115_200)).toEqual({
        ok: false,
        failure: { code: 'serial.busy', params: { port: cable.a, program: 'python3', pid: other.pid } },
      })
    } finally {
      await endProcess(other)
    }
    const link = await serial.open(cable.a, 115_200)
    expect(link.ok).toBe(true)
    if (link.ok) await link.value.close()
  })

  it.each(['a file', 'a folder'])('does not take %s for a port', async (what) => {
    const path = join(cable.folder, 'thing')
    if (what === 'a file') await writeFile(path, '')
    expect(await serial.open(what === 'a file' ? path : cable.folder, 115_200)).toMatchObject({
      ok: false,
      failure: { code: 'serial.missing' },
    })
  })

  it('gives a write up after 10 s when the other side reads nothing, and can still close', async () => {
    const timers: { readonly ms: number; readonly run: () => void }[] = []
    const real = createClock()
    const clock: Clock = {
      ...real,
      after(ms, run) {
        const timer = { ms, run }
        timers.push(timer)
        return () => {
          timers.splice(timers.indexOf(timer), 1)
        }
      },
    }
    const link = await createSerial({ clock }).open(cable.a, 115_200)
    if (!link.ok) throw new Error(link.failure.code)
    const stuck = link.value.write(new Uint8Array(4 << 20))
    // The other timer looks whether the port is still there.
    const limit = timers.filter(({ ms }) => ms > 1000)
    expect(limit.map(({ ms }) => ms)).toEqual([10_000])
    limit[0]?.run()
    expect(await stuck).toEqual({ ok: false, failure: { code: 'device.no-answer', params: { port: cable.a } } })
    await link.value.close()
    expect((await link.value.write(new Uint8Array(1))).ok).toBe(false)
  })

  it('ends a write that is under way when the cable is pulled', async () => {
    const link = await serial.open(cable.a, 115_200)
    if (!link.ok) throw new Error(link.failure.code)
    const stuck = link.value.write(new Uint8Array(4 << 20))
    await cable.pull()
    expect(await stuck).toMatchObject({ ok: false, failure: { code: 'serial.unplugged' } })
    await link.value.close()
  })

  it('never opens at 1200 baud', async () => {
    await expect(serial.open(cable.a, 1200)).rejects.toThrow('1200')
  })
})
