/** What a failure shows: title, sentence, the next step (Enter) and sometimes a second one. */
export interface FailureText {
  readonly title: string
  readonly sentence: string
  readonly button: string
  readonly second?: string
}

/** A parameter ready for a sentence, or undefined when it is missing: then the plain wording is used. */
export type Fill = (name: string) => string | undefined

/** Writes one failure's text. */
export type Writer = (fill: Fill) => FailureText
