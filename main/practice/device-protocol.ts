import {
  confirmParamsSchema,
  provisionParamsSchema,
  readSerial,
  serialErrors,
  serialRequestSchema,
  type SerialMethod,
} from '../contract/serial-messages'
import { canonicalSettings } from '../domain/canonical-settings'
import { decodeLine, encodeFrame, lineEnd, type DecodedLine, type Message } from '../domain/frames'
import { createLineSplitter } from '../domain/line-splitter'
import type { SettingsRecord } from '../domain/settings-record'
import type { Clock } from '../ports/clock'
import type { Crypto } from '../ports/crypto'
import { createStaging, unusableField } from './device-staging'

/** What the device keeps through a restart. */
export interface StoredSet {
  readonly n: string
  readonly settings: SettingsRecord
}

/** The device's side of the serial protocol: bytes in, the text it answers with out. */
export interface DeviceProtocol {
  take(bytes: Uint8Array): string
}

/** Largest frame the practice device takes: small enough for several parts, as real ones are. */
const max = 256

type Reply = { readonly result: Message } | { readonly error: Message }

const refuse = (code: number, message: string, data?: Message): Reply => ({
  error: { code, message, ...(data === undefined ? {} : { data }) },
})

/** Makes the device's side, after docs/serial-protocol.md, 3 and 6–12. `mistaken` makes it store something else. */
export function createDeviceProtocol(parts: {
  readonly clock: Clock
  readonly crypto: Pick<Crypto, 'sha256'>
  readonly stored: () => StoredSet | undefined
  readonly store: (set: StoredSet) => void
  readonly mistaken: () => boolean
}): DeviceProtocol {
  const { clock, crypto, stored, store, mistaken } = parts
  const splitter = createLineSplitter(max)
  const staging = createStaging(clock)

  const identify = (): Reply => {
    const kept = stored()
    const about = { v: 1, dev: 'practice-device', fw: '1.0.0', hw: 'practice', max, rx: max, gap: 0, proof: 'sha256' }
    return { result: { ...about, ...(kept ? { state: 'stored', n: kept.n } : { state: 'empty' }) } }
  }

  const provision = (params: Message): Reply => {
    const part = readSerial(provisionParamsSchema, params)
    if (!part || part.i > part.of) return refuse(serialErrors.params, 'params')
    const { n, i, of, ...fields } = part
    const field = unusableField(fields)
    if (field !== undefined) return refuse(serialErrors.field, 'field', { field })
    staging.put(n, i, of, fields)
    return { result: { n, have: staging.have() } }
  }

  const keptSet = (): Reply => {
    const set = stored()
    if (!set) return refuse(serialErrors.storage, 'storage')
    // Read back from what was kept, never from what was staged.
    const read = mistaken() ? { ...set.settings, token: 'something else' } : set.settings
    const sha256 = crypto.sha256(canonicalSettings(read, set.n))
    return { result: { n: set.n, stored: true, sha256, reboot: false } }
  }

  const confirm = (params: Message): Reply => {
    const asked = readSerial(confirmParamsSchema, params)
    if (!asked) return refuse(serialErrors.params, 'params')
    const { n, head } = asked
    if (staging.nonce() !== n || !staging.complete()) {
      if (stored()?.n === n) return keptSet()
      if (staging.nonce() !== n) return refuse(serialErrors.unknownNonce, 'unknown n')
      return refuse(serialErrors.partsMissing, 'parts missing', { have: staging.have() })
    }
    const settings = staging.settings()
    if (!settings) return refuse(serialErrors.params, 'fields missing')
    if (crypto.sha256(canonicalSettings(settings, n)).slice(0, 16) !== head) {
      return refuse(serialErrors.headDiffers, 'head differs')
    }
    store({ n, settings })
    staging.clear()
    return keptSet()
  }

  const methods: Readonly<Record<SerialMethod, (params: Message) => Reply>> = { identify, provision, confirm }
  const isMethod = (name: string): name is SerialMethod => Object.hasOwn(methods, name)

  const answer = (line: DecodedLine | { readonly kind: 'too-long' }): string => {
    const say = (id: number | null, reply: Reply) => encodeFrame({ jsonrpc: '2.0', id, ...reply }) + lineEnd
    switch (line.kind) {
      case 'log':
        return ''
      case 'too-long':
        return say(null, refuse(serialErrors.tooLong, 'too long'))
      case 'bad-crc':
        return say(null, refuse(serialErrors.crc, 'crc'))
      case 'bad-json':
        return say(null, refuse(serialErrors.json, 'json'))
      case 'frame': {
        staging.heard()
        const request = readSerial(serialRequestSchema, line.message)
        if (!request) return say(null, refuse(serialErrors.request, 'request'))
        if (!isMethod(request.method)) return say(request.id, refuse(serialErrors.method, 'method'))
        return say(request.id, methods[request.method](request.params))
      }
    }
  }

  return {
    take: (bytes) =>
      splitter
        .push(bytes)
        .map((line) => answer(line.kind === 'line' ? decodeLine(line.bytes) : line))
        .join(''),
  }
}
