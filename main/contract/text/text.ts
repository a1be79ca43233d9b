import * as v from 'valibot'
import { languageSchema } from '../settings'
import type { Texts } from './en'
import { languageOf } from './languages'

const chosen = v.fallback(languageSchema, 'en')

/**
 * The language of this page. Main says it in the page's address (`#en-XA`): a page speaks one language from its first
 * word to its last, and is loaded anew for another. Outside a page it is English.
 */
export const language = languageOf(v.parse(chosen, typeof location === 'undefined' ? '' : location.hash.slice(1)))

/** The sentences of the language in use. */
export const text: Texts = language.texts
