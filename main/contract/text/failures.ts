import type { Failure, FailureCode, FailureParams } from '../failure'
import { deviceFailures } from './en/failures-device'
import { laptopFailures } from './en/failures-laptop'
import { networkFailures } from './en/failures-network'
import { serverFailures } from './en/failures-server'
import type { FailureText, Fill, Writer } from './failure-text'
import { formatDate } from './format'
import { language } from './text'

export { whereOf } from './en/hops'

const writers: Readonly<Record<FailureCode, Writer>> = {
  ...networkFailures,
  ...serverFailures,
  ...laptopFailures,
  ...deviceFailures,
}

// Controls and direction marks could rearrange the sentence around a server's own words.
const unruly = /[\p{Cc}\p{Bidi_Control}]+/gu
const longest = 160

function filler(params: FailureParams): Fill {
  return (name) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined
    if (value === undefined) return undefined
    const readable = name === 'date' ? formatDate(value) : String(value)
    const clean = readable.replace(unruly, ' ').trim()
    return clean.length > longest ? `${clean.slice(0, longest - 1)}…` : clean || undefined
  }
}

/** The text of a failure. A parameter that is missing changes the wording, never leaves a hole. */
export function failureText(failure: Failure): FailureText {
  const kept: string[] = []
  const fill = filler(failure.params)
  const written = writers[failure.code]((name) => {
    const value = fill(name)
    if (value !== undefined) kept.push(value)
    return value
  })
  const { title, sentence, button, second } = written
  const reword = (words: string) => language.reword(words, kept)
  return {
    title: reword(title),
    sentence: reword(sentence),
    button: reword(button),
    ...(second === undefined ? {} : { second: reword(second) }),
  }
}
