import { readFileSync } from 'node:fs'
import type { SettingsRecord } from '../../main/domain/settings-record'

/** The test vectors of docs/qr-payload.md: settings, and the exact text of their code. */
export function sampleVectors(): readonly { readonly settings: SettingsRecord; readonly payload: string }[] {
  const document = readFileSync(new URL('../../docs/qr-payload.md', import.meta.url), 'utf8')
  const found = document.matchAll(/```json settings\n([^`]+)```\n+```text payload\n([^\n]+)\n```/g)
  return [...found].map(([, settings = '', payload = '']) => ({
    settings: JSON.parse(settings) as SettingsRecord,
    payload,
  }))
}
