import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import { phraseWords } from './phrase-words'

/** How many words a phrase has: 66 random bits, for one text that is worth something for 15 minutes. */
export const phraseLength = 6

/** Bytes of randomness for one phrase, two for each word: 65,536 is a multiple of 2,048, so no word is likelier. */
export const phraseBytes = 2 * phraseLength

/** The phrase that random bytes (hex) stand for. */
export function phraseOf(hex: string): readonly string[] {
  const numbers = hex.match(/.{4}/g) ?? []
  return numbers.slice(0, phraseLength).map((four) => phraseWords[parseInt(four, 16) % phraseWords.length] ?? '')
}

/** One text for a phrase, however its words were separated when it was made. */
export function joinPhrase(words: readonly string[]): string {
  return words.join(' ')
}

/**
 * Reads a phrase as a person typed it: any case, any white space, words from their fourth letter on. `input.phrase` with the
 * word that is none, or with how many there are.
 */
export function readPhrase(typed: string): Result<string> {
  const parts = typed.toLowerCase().split(/[\s,;.-]+/u)
  const given = parts.filter((part) => part !== '')
  const words = given.map(wordFor)
  const strange = given.find((_, place) => words[place] === undefined)
  if (strange !== undefined) return failed(failure('input.phrase', { word: strange }))
  if (words.length !== phraseLength) return failed(failure('input.phrase', { n: words.length }))
  return ok(joinPhrase(words.filter((word) => word !== undefined)))
}

function wordFor(typed: string): string | undefined {
  if (phraseWords.includes(typed)) return typed
  return typed.length >= 4 ? phraseWords.find((word) => word.startsWith(typed)) : undefined
}
