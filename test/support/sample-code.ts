import type { CodeSymbol, CodeView } from '../../main/contract/views'

/** A symbol of `size` × `size` modules, in a pattern that is easy to see and encodes nothing. */
export function sampleSymbol(size = 57): CodeSymbol {
  return { size, modules: Uint8Array.from({ length: size * size }, (_, index) => ((index * 7919) % 11 < 5 ? 1 : 0)) }
}

/** A code with all settings. */
export function sampleCode(handover: string, hidesIn = 60_000): CodeView {
  const parts = [{ sturdy: sampleSymbol(57), dense: sampleSymbol(53) }]
  return { handover, content: { content: 'json' }, parts, hidesIn }
}

/** The same in `count` parts for a small camera. */
export function sampleParts(handover: string, count = 4): CodeView {
  return { ...sampleCode(handover), parts: Array.from({ length: count }, () => ({ sturdy: sampleSymbol(33) })) }
}

/** How many modules of a code are dark, over all its symbols: none once it is wiped. */
export function darkModules({ parts }: CodeView): number {
  const symbols = parts.flatMap(({ sturdy, dense }) => (dense ? [sturdy, dense] : [sturdy]))
  return symbols.flatMap(({ modules }) => [...modules]).filter((module) => module === 1).length
}
