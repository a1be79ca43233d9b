import type { SettingsRecord } from '../../main/domain/settings-record'

/** The settings of the test vectors, with no secret in them. */
export const sampleSettings: SettingsRecord = {
  url: 'https://eu-central-1-1.aws.cloud2.influxdata.com',
  org: '0123456789abcdef',
  bucket: 'fedcba9876543210',
  token: 'kR3pZ0v7Qm1xT9eYh2LwB8uN5sJ6dKf4GaCiXoVtHrEyWlMzUqPbDgSnOjIcA_-kR3pZ0v7Qm1xT9eYh2LwB8A==',
  device: 'greenhouse-07',
}

/** The nonce of the test vectors. */
export const sampleNonce = '9f86d081884c7d65'
