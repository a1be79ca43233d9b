import { en, type Texts } from './en'

/** The sentences of the language in use. English is the only one so far. */
export const text: Texts = en
