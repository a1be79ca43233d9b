import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import { encodeFrame, lineEnd, type Message } from './frames'
import { fieldFlaw, presentFields, type FieldValue } from './settings-fields'
import type { SettingsRecord } from './settings-record'

/** The params of one `provision` request: the nonce, which part of how many, and whole fields. */
export type SettingsPart = { readonly n: string; readonly i: number; readonly of: number } & Readonly<
  Record<string, string | number>
>

const mostParts = 32

/**
 * Spreads settings over `provision` requests whose frames, `$` and CR LF included, have at most `max` bytes. Each field
 * goes into the first part with room for it. The same settings, nonce and `max` always give the same parts, so a
 * retransmission overwrites what it repeats.
 * Failures: `device.too-small` when a field fits into no frame, `device.refused` when the cable cannot carry a value.
 */
export function splitSettings(settings: SettingsRecord, nonce: string, max: number): Result<readonly SettingsPart[]> {
  const parts: FieldValue[][] = []
  for (const field of presentFields(settings)) {
    if (fieldFlaw(field) !== undefined) return failed(failure('device.refused', { reason: `unusable ${field.name}` }))
    const room = parts.find((part) => frameLength(nonce, [...part, field]) <= max)
    if (room) room.push(field)
    else if (frameLength(nonce, [field]) <= max) parts.push([field])
    else return failed(failure('device.too-small', { max, field: field.name }))
  }
  if (parts.length > mostParts) return failed(failure('device.too-small', { max }))
  return ok(parts.map((fields, index) => params(nonce, index + 1, parts.length, fields)))
}

function params(n: string, i: number, of: number, fields: readonly FieldValue[]): SettingsPart {
  return { n, i, of, ...Object.fromEntries(fields.map(({ name, value }) => [name, value])) }
}

/** With the longest id and part numbers there are, so that the parts do not depend on them. */
function frameLength(nonce: string, fields: readonly FieldValue[]): number {
  const message = request(65_535, 'provision', params(nonce, mostParts, mostParts, fields))
  return encodeFrame(message).length + lineEnd.length
}

/** A JSON-RPC 2.0 request; `params` is left out where there is nothing to say, so that `identify` stays under 64 bytes. */
export function request(id: number, method: string, params?: Message): Message {
  return { jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) }
}
