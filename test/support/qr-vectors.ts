import { readFileSync } from 'node:fs'
import { builtInContents, type BuiltInContent } from '../../main/contract/code-content'
import type { SettingsRecord } from '../../main/domain/settings-record'

/** A test vector of docs/qr-payload.md: settings, and the exact text of their code by content; `parts` of the JSON. */
export interface QrVector {
  readonly settings: SettingsRecord
  readonly texts: Readonly<Partial<Record<BuiltInContent, string>>>
  readonly parts?: readonly string[]
}

/** The blocks of the document that are test vectors: what stands behind the three ticks, and the text between. */
function blocks(): readonly { readonly kind: string; readonly text: string }[] {
  const document = readFileSync(new URL('../../docs/qr-payload.md', import.meta.url), 'utf8')
  return [...document.matchAll(/^```(?:json|text) (\w+)\n([^]*?)\n```$/gm)].map(([, kind = '', text = '']) => ({
    kind,
    text,
  }))
}

/** The test vectors of the document, in its order. */
export function sampleVectors(): readonly QrVector[] {
  const vectors: { settings: SettingsRecord; texts: Partial<Record<BuiltInContent, string>>; parts?: string[] }[] = []
  for (const { kind, text } of blocks()) {
    const content = builtInContents.find((name) => name === kind)
    const last = vectors.at(-1)
    if (kind === 'settings') vectors.push({ settings: JSON.parse(text) as SettingsRecord, texts: {} })
    else if (content && last) last.texts[content] = content === 'toml' || content === 'env' ? `${text}\n` : text
    else if (kind === 'parts' && last) last.parts = text.split('\n')
  }
  return vectors
}
