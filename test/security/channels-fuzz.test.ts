import fc from 'fast-check'
import { expect, it, onTestFinished, vi } from 'vitest'
import { channels, type Channel } from '../../main/contract/channels'
import { failure, failureCodes } from '../../main/contract/failure'
import { failed, ok } from '../../main/contract/result'
import { createHandlers } from '../../main/ipc/handlers'
import { answer } from '../../main/ipc/register'
import { createDesk } from '../../main/services/desk'
import { practiceWorld } from '../support/practice-world'

vi.mock('electron', () => ({ ipcMain: {} }))

const seeds = [20_261_123, Math.floor(Math.random() * 2 ** 31)]
const runs = 1000

/** Names and values that mean something somewhere, so that many requests come close to a valid one. */
const words = fc.constantFrom(
  '',
  'qr',
  'usb',
  'none',
  'busy',
  'dark',
  '127.0.0.1:1',
  'http://127.0.0.1:1',
  '\0',
  '__proto__',
)
const ids = fc.stringMatching(/^[0-9a-f]{16}$/)
const leaf = fc.oneof(
  words,
  ids,
  fc.boolean(),
  fc.integer(),
  fc.double(),
  fc.string({ maxLength: 80 }),
  fc.constantFrom(null, undefined, 15, 9600, '', 'x'.repeat(5000)),
)
const value = fc.oneof(
  { weight: 6, arbitrary: leaf },
  { weight: 1, arbitrary: fc.array(ids, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.anything() },
)

/** Requests for a channel: the fields it reads, some missing, some strange; now and then anything at all. */
function requests(channel: Channel): fc.Arbitrary<unknown> {
  const schema = channels[channel]
  const fields = 'entries' in schema ? Object.keys(schema.entries) : []
  const shaped = fc.record(Object.fromEntries([...fields, 'extra'].map((name) => [name, value])), {
    requiredKeys: fields.slice(0, 3),
  })
  const plain = fc.record(Object.fromEntries(fields.map((name) => [name, value])))
  return fc.oneof(
    { weight: 4, arbitrary: plain },
    { weight: 2, arbitrary: shaped },
    { weight: 1, arbitrary: fc.anything() },
    { weight: 1, arbitrary: fc.constant(undefined) },
  )
}

it.each(Object.keys(channels) as Channel[])('%s answers every request with a reply or a refusal', async (channel) => {
  const world = await practiceWorld()
  const laptop = await world.laptop()
  const unhandled: unknown[] = []
  const note = (reason: unknown) => void unhandled.push(reason)
  process.on('unhandledRejection', note)
  onTestFinished(() => void process.off('unhandledRejection', note))
  const refused = failed({ code: 'input.url', params: {} } as const)
  const desk = createDesk({
    real: ok({ ...laptop.workspace, connect: () => Promise.resolve(refused) }),
    openPractice: () => Promise.resolve(refused),
    settings: laptop.ports.settings,
    version: '0.0.0',
    platform: 'linux',
    trouble: () => undefined,
    onChange: () => undefined,
  })
  const nothing = () => undefined
  const handlers = createHandlers({
    desk,
    showCopy: () => undefined,
    startNewLedger: () => Promise.resolve(failed(failure('cancelled'))),
    chooseCertificate: () => Promise.resolve(undefined),
    readCertificate: () => failed({ code: 'input.certificate', params: {} }),
    pasted: nothing,
    clearClipboard: () => Promise.resolve(false),
    restart: nothing,
    exportSheet: () => Promise.resolve(ok({ written: false })),
    saveSupport: () => Promise.resolve(ok({ written: false })),
    copy: nothing,
    fullScreen: nothing,
    openLink: nothing,
    replacePage: nothing,
    changeSettings: (change) => {
      const written = laptop.ports.settings.update(change)
      return written.ok ? ok(undefined) : written
    },
    tellApp: nothing,
    retryKeychain: () => Promise.resolve({ ok: true, value: undefined }),
    frame: { attention: nothing, scannerCode: () => ({ size: 0, modules: new Uint8Array() }) },
  })
  for (const seed of seeds) {
    await fc.assert(
      fc.asyncProperty(requests(channel), async (request) => {
        const bugs: string[] = []
        const reply = await answer(channel, handlers, request, (what) => (bugs.push(what), 'REPORT'))
        expect(bugs.filter((what) => what !== `${channel} with a malformed request`)).toEqual([])
        if (!reply.ok) expect(failureCodes).toContain(reply.failure.code)
        expect(JSON.stringify(reply)).not.toContain(world.server.adminToken)
      }),
      { seed, numRuns: runs },
    )
  }
  expect(unhandled).toEqual([])
})
