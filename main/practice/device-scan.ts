import * as v from 'valibot'
import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import { isDeviceId } from '../domain/device-id'
import type { SettingsRecord } from '../domain/settings-record'

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(256))
const settingsSchema = v.object({
  url: text,
  org: text,
  bucket: text,
  token: text,
  device: v.pipe(v.string(), v.check(isDeviceId)),
})
const jsonSchema = v.pipe(v.string(), v.parseJson(), v.object({ v: v.literal(1), ...settingsSchema.entries }))

/** The names of the fields in lines of variables. */
const variables: Readonly<Record<keyof v.InferOutput<typeof settingsSchema>, readonly string[]>> = {
  url: ['INFLUXDB_URL', 'INFLUX_HOST'],
  org: ['INFLUXDB_ORG', 'INFLUX_ORG_ID'],
  bucket: ['INFLUXDB_BUCKET', 'INFLUX_BUCKET_ID'],
  token: ['INFLUXDB_TOKEN', 'INFLUX_TOKEN'],
  device: ['DEVICE_ID', 'INFLUX_DEVICE'],
}

/**
 * The settings in a code's payload, as a device reads them: JSON, a connection string, lines of variables, or a token
 * alone. `known` is what the device has from its label and firmware, for codes that leave it out. Failure:
 * `device.refused`.
 */
export function readScanned(payload: string, known: Partial<SettingsRecord> = {}): Result<SettingsRecord> {
  const read = fromJson(payload) ?? fromConnection(payload) ?? fromLines(payload) ?? fromToken(payload)
  const whole = v.safeParse(settingsSchema, { ...known, ...read })
  if (read === undefined || !whole.success) return failed(failure('device.refused', { reason: 'code not understood' }))
  return ok(whole.output)
}

function fromJson(payload: string): SettingsRecord | undefined {
  const read = v.safeParse(jsonSchema, payload)
  if (!read.success) return undefined
  const { v: _version, ...settings } = read.output
  return settings
}

function fromConnection(payload: string): Partial<SettingsRecord> | undefined {
  const [, url, query] = /^(https?:\/\/[^?\s]+)\?([^?\s]+)$/.exec(payload) ?? []
  if (url === undefined) return undefined
  const { org, bucket, token } = Object.fromEntries(new URLSearchParams(query))
  return org && bucket && token ? { url, org, bucket, token } : undefined
}

function fromLines(payload: string): Partial<SettingsRecord> | undefined {
  const values = new Map(
    [...payload.matchAll(/^(\w+)(?: = "([^"\\]*)"|=(\S*))$/gm)].map(([, name, quoted, bare]) => [name, quoted ?? bare]),
  )
  const valueOf = (names: readonly string[]) => names.map((name) => values.get(name)).find(Boolean)
  const { url, org, bucket, token, device } = variables
  const read = v.safeParse(settingsSchema, {
    url: valueOf(url),
    org: valueOf(org),
    bucket: valueOf(bucket),
    token: valueOf(token),
    device: valueOf(device),
  })
  return read.success ? read.output : undefined
}

function fromToken(payload: string): Partial<SettingsRecord> | undefined {
  return /^[A-Za-z0-9_-]{86}==$/.test(payload) ? { token: payload } : undefined
}
