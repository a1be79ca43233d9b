import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createDeviceTypesFolder } from '../../main/adapters/device-types-folder'
import { createSettingsFile } from '../../main/adapters/settings-file'
import { deviceTypeSchema } from '../../main/contract/code-content'
import { settingsSchema } from '../../main/contract/settings'
import { describe as describeToken, readDescription } from '../../main/domain/description'
import { createModelWorld } from '../support/model-world'
import { eagerNetwork } from '../support/practice-world'
import { startRawServer } from '../support/raw-server'
import { temporaryFolder } from '../support/temporary-folder'
import { minutes, seeds, volume } from './volume'

const runs = volume(2500, 50_000)
const odd = fc.constantFrom(
  '\0',
  '\r\n',
  ' | fieldkey:1 n=',
  '../',
  '__proto__',
  '\u202e',
  '\ud800',
  '%00',
  '{"',
  ' ',
  'é',
)

/** Honest texts with pieces replaced, cut out or put in; now and then anything at all. */
const bent = (...honest: readonly string[]) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...honest) },
    {
      weight: 5,
      arbitrary: fc
        .tuple(fc.constantFrom(...honest), fc.nat(400), fc.nat(30), fc.oneof(odd, fc.string({ unit: 'binary' })))
        .map(([text, at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length)),
    },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 120 }) },
  )

const honestTypes = [
  { v: 1, name: 'Camera board', content: 'connection', smallCamera: true },
  { v: 1, name: 'Own', template: 'u={url} t={token}', escape: 'percent' },
].map((type) => JSON.stringify(type))

/** The letters of a device ID, found another way than the code under test finds them. */
const letters = new Set('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-')
const isName = (text: string) =>
  text.length >= 1 &&
  text.length <= 64 &&
  text.split('').every((one) => letters.has(one)) &&
  !'._:-'.includes(text[0] ?? '')

describe.each(seeds)('what people, files and programs hand in, seed %i', (seed) => {
  it(
    'device IDs: a name is taken as it is, anything else is refused before a request',
    async () => {
      const world = createModelWorld(seed)
      const laptop = world.laptop('a')
      await laptop.connect()
      const { handovers } = laptop.workspace()
      const request = { bucketId: world.bucket, delivery: 'qr' as const, keepBoth: false }
      await fc.assert(
        fc.asyncProperty(
          bent('pump-17', 'PUMP-0042', 'a:b.c_d-e'),
          fc.stringMatching(/^[0-9a-f]{32}$/),
          async (device, nonce) => {
            if (isName(device)) {
              const text = describeToken(device, { nonce, install: '0123456789abcdef' })
              expect(readDescription(text)).toEqual({ text: device, marker: { nonce, install: '0123456789abcdef' } })
              return
            }
            const asked = world.log.length
            expect(await handovers.start({ device, ...request })).toEqual({
              ok: false,
              failure: { code: 'input.device', params: {} },
            })
            expect(world.log).toHaveLength(asked)
          },
        ),
        { seed, numRuns: runs },
      )
      expect(laptop.stories()).toEqual([])
    },
    minutes(2, 60),
  )

  it(
    'pasted tokens: sent whole in the one header, to the one address, or refused unsent',
    async () => {
      const honest = 'HTTP/1.1 401 Unauthorized\r\nX-Influxdb-Version: v2.9.1\r\nContent-Length: 0\r\n\r\n'
      const server = await startRawServer({ request: (socket) => void socket.write(honest) })
      onTestFinished(() => server.close())
      const network = eagerNetwork()
      const token = `${'Ab_-'.repeat(21)}ab==`
      await fc.assert(
        fc.asyncProperty(bent(token, 'short', `Token ${token}`, `${token}\r\nHost: elsewhere`), async (pasted) => {
          const before = server.requests.length
          const answer = await network.client({ url: server.url }, pasted).me()
          const heads = server.requests.slice(before)
          if (/^[\x21-\x7e]+$/.test(pasted)) {
            expect(heads).toHaveLength(1)
            expect(heads[0]?.split('\r\n').filter((line) => /^authorization:/i.test(line))).toEqual([
              `Authorization: Token ${pasted}`,
            ])
            expect(heads[0]).toMatch(/^GET \/api\/v2\/me HTTP\/1\.1\r\n/)
          } else {
            expect(heads).toEqual([])
            expect(answer).toEqual({ ok: false, failure: { code: 'input.token', params: {} } })
          }
        }),
        { seed, numRuns: runs },
      )
    },
    minutes(2, 60),
  )

  it(
    'settings files: each value is one of its own kind or its default',
    () => {
      const file = path.join(temporaryFolder(), 'settings.json')
      const honest = JSON.stringify(v.parse(settingsSchema, { theme: 'sunlight', hideAfter: 30, baud: 9600 }))
      fc.assert(
        fc.property(fc.oneof(bent(honest), fc.json()), (text) => {
          writeFileSync(file, text)
          const store = createSettingsFile({ file })
          expect(v.parse(v.strictObject(settingsSchema.entries), store.read())).toEqual(store.read())
          expect(Object.getPrototypeOf(store.read())).toBe(Object.prototype)
        }),
        { seed, numRuns: runs },
      )
    },
    minutes(2, 60),
  )

  it(
    'device-type files: a type that fits, or no type',
    () => {
      const folder = path.join(temporaryFolder(), 'device-types')
      mkdirSync(folder)
      const types = createDeviceTypesFolder({ folder })
      fc.assert(
        fc.property(fc.oneof(bent(...honestTypes), fc.json()), (text) => {
          writeFileSync(path.join(folder, 'mine.json'), text)
          const found = types.find('mine')
          if (found) expect(v.is(deviceTypeSchema, found)).toBe(true)
          const { types: listed, refused } = types.list()
          expect([listed.length, refused]).toEqual(found ? [1, []] : [0, ['mine.json']])
        }),
        { seed, numRuns: runs },
      )
      fc.assert(
        fc.property(bent('mine', '../mine', 'a/b'), (id) => {
          if (!/^[a-z0-9-]+$/.test(id)) expect(types.find(id)).toBeUndefined()
        }),
        { seed, numRuns: runs },
      )
    },
    minutes(2, 60),
  )
})
