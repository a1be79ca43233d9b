import { isDeviceId } from './device-id'
import { isReviewDate } from '../contract/review-date'
import { longestDescription } from '../contract/token-query'

/** What Fieldkey writes into an authorization's description, the only field that can carry it. */
export interface Marker {
  /** 128 random bits, hex: this handover and no other. */
  readonly nonce: string
  /** 64-bit hex of the laptop's install. */
  readonly install: string
  /** YYYY-MM-DD, UTC. */
  readonly review?: string
  /** What a token that is no device's is for: a laptop's own, or one on its way to a laptop. */
  readonly role?: LaptopRole
}

/** A token that a laptop works with, or one that is carried to another laptop, sealed, to be replaced there. */
export type LaptopRole = 'laptop' | 'carried'

/** A description read back. `text` is what a person may edit; for a device token it is the device ID. */
export interface Described {
  readonly text: string
  readonly marker?: Marker
}

const mark = / \| fieldkey:1 n=([0-9a-f]{32}) i=([0-9a-f]{16})(?: r=(\d{4}-\d{2}-\d{2}))?(?: k=(laptop|carried))?$/

/** The description of a new token. */
export function describe(text: string, { nonce, install, review, role }: Marker): string {
  const more = [...(review === undefined ? [] : [` r=${review}`]), ...(role === undefined ? [] : [` k=${role}`])]
  return `${text} | fieldkey:1 n=${nonce} i=${install}${more.join('')}`
}

/** Reads a description. The marker is anchored to the end: `dev1` never matches `dev10`. */
export function readDescription(description: string): Described {
  const found = mark.exec(description)
  if (!found) return { text: description }
  const [whole, nonce = '', install = '', review, role] = found
  const text = description.slice(0, description.length - whole.length)
  const marker = {
    ...{ nonce, install },
    ...(review !== undefined && isReviewDate(review) ? { review } : {}),
    ...(role === 'laptop' || role === 'carried' ? { role } : {}),
  } satisfies Marker
  return { text, marker }
}

/** The device a description names; undefined when Fieldkey did not write it. */
export function deviceOf(description: string): string | undefined {
  const { text, marker } = readDescription(description)
  return marker && isDeviceId(text) ? text : undefined
}

/** What a person wrote about a token, fit for the server: one line of 1–200 characters that cannot pass for our mark. */
export function asDescription(written: string): string | undefined {
  const text = written.trim()
  const fits =
    text.length >= 1 &&
    text.length <= longestDescription &&
    !/\p{Cc}|\p{Cs}/u.test(text) &&
    !text.includes(' | fieldkey:')
  return fits ? text : undefined
}

/** The description with another text before our mark, if it has one. */
export function withText(description: string, text: string): string {
  return text + description.slice(readDescription(description).text.length)
}

/** The description with another review date in our mark, or none; undefined where there is no mark to hold it. */
export function withReview(description: string, review: string | undefined): string | undefined {
  const { text, marker } = readDescription(description)
  if (!marker) return undefined
  const { review: _before, ...rest } = marker
  return describe(text, review === undefined ? rest : { ...rest, review })
}
