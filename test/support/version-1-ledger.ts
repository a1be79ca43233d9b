import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { ledgerFile } from './open-test-ledger'

/**
 * Lays a ledger into `folder` as the first version of Fieldkey wrote it, byte for byte: four handovers of one connection,
 * the first confirmed, the second revoked. Returns its bytes.
 */
export function layVersion1(folder: string): Buffer {
  const bytes = gunzipSync(readFileSync(path.join(import.meta.dirname, '../main/adapters/ledger/version-1.db.gz')))
  writeFileSync(ledgerFile(folder), bytes)
  return bytes
}
