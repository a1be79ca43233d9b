import * as v from 'valibot'
import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import { isDeviceId } from '../domain/device-id'
import type { SettingsRecord } from '../domain/settings-record'

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(256))
const payloadSchema = v.object({
  v: v.literal(1),
  url: text,
  org: text,
  bucket: text,
  token: text,
  device: v.pipe(v.string(), v.check(isDeviceId)),
})

/** The settings in a code's payload, as a device's camera reads it. Failure: `device.refused`. */
export function readScanned(payload: string): Result<SettingsRecord> {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), payloadSchema), payload)
  if (!read.success) return failed(failure('device.refused', { reason: 'code not understood' }))
  const { url, org, bucket, token, device } = read.output
  return ok({ url, org, bucket, token, device })
}
