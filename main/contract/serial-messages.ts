import * as v from 'valibot'

/** Text a device says of itself: hostile until cut to 64 characters of printable ASCII. */
const deviceText = v.pipe(
  v.string(),
  v.transform((text) => text.slice(0, 64).replace(/[^\x20-\x7e]/g, '?')),
)
const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max))
const hex = (digits: number) => v.pipe(v.string(), v.regex(/^[0-9a-fA-F]+$/), v.length(digits), v.toLowerCase())
const nonce = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))
const requestId = whole(1, 65_535)

/** The methods of the serial protocol. */
export const serialMethods = ['identify', 'provision', 'confirm'] as const

/** The name of a method. */
export type SerialMethod = (typeof serialMethods)[number]

/** Result of `identify`: who answers, and how it wants to be spoken to. */
export const identityResultSchema = v.object({
  v: whole(0, 65_535),
  dev: v.optional(deviceText, ''),
  fw: v.optional(deviceText, ''),
  hw: v.optional(deviceText, ''),
  /** Largest frame in bytes, `$` and CR LF included. */
  max: whole(0, 65_535),
  /** Bytes that may be sent without a pause. */
  rx: whole(1, 65_535),
  /** Milliseconds between such pieces. */
  gap: whole(0, 1000),
  proof: v.picklist(['sha256', 'crc32']),
  state: v.picklist(['empty', 'stored', 'locked']),
  /** Nonce of the stored set. */
  n: v.optional(v.string()),
})

/** What a device says of itself. */
export type Identity = v.InferOutput<typeof identityResultSchema>

/** Result of `provision`: the parts staged so far. */
export const stagedResultSchema = v.object({ n: nonce, have: v.pipe(v.array(whole(1, 32)), v.maxLength(32)) })

/** Result of `confirm`: the check value of what was read back from storage. */
export const storedResultSchema = v.object({
  n: nonce,
  stored: v.literal(true),
  sha256: v.optional(hex(64)),
  crc32: v.optional(hex(8)),
  reboot: v.optional(v.boolean(), false),
})

/** What a device says about what it stored. */
export type Stored = v.InferOutput<typeof storedResultSchema>

/** Answer of a device: a result for our id, or an error, whose id is null when the device could not read it. */
export const deviceAnswerSchema = v.union([
  v.object({ jsonrpc: v.literal('2.0'), id: requestId, result: v.unknown() }),
  v.object({
    jsonrpc: v.literal('2.0'),
    id: v.nullable(requestId),
    error: v.object({
      code: whole(-40_000, 40_000),
      message: v.optional(deviceText, ''),
      data: v.optional(v.unknown()),
    }),
  }),
])

/** `data` of error −32005: the parts the device does have. */
export const partsMissingSchema = v.object({ have: v.pipe(v.array(whole(1, 32)), v.maxLength(32)) })

/** Error codes of the serial protocol (docs/serial-protocol.md, 10). */
export const serialErrors = {
  json: -32700,
  request: -32600,
  method: -32601,
  params: -32602,
  busy: -32001,
  tooLong: -32002,
  crc: -32003,
  unknownNonce: -32004,
  partsMissing: -32005,
  headDiffers: -32006,
  storage: -32007,
  field: -32008,
  locked: -32009,
} as const

/** A request as a device reads it. */
export const serialRequestSchema = v.object({
  jsonrpc: v.literal('2.0'),
  id: requestId,
  method: v.string(),
  params: v.optional(v.record(v.string(), v.unknown()), {}),
})

/** Params of `provision` as a device reads them; every other member is a field. */
export const provisionParamsSchema = v.looseObject({ n: nonce, i: whole(1, 32), of: whole(1, 32) })

/** Params of `confirm` as a device reads them. */
export const confirmParamsSchema = v.object({ n: nonce, head: hex(16) })

/** Whether a frame is one of our own requests coming back: the line echoes. */
export const echoSchema = v.object({ jsonrpc: v.literal('2.0'), id: requestId, method: v.picklist(serialMethods) })

/** Reads an unknown value by a schema; undefined when it does not fit. */
export function readSerial<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> | undefined {
  const read = v.safeParse(schema, value)
  return read.success ? read.output : undefined
}
