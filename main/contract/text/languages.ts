import type { LanguageCode } from '../settings'
import { en, type Texts } from './en'
import { accented, mirrored, rewordAll, type Reword } from './pseudo'

/** A language of the window. */
export interface Language {
  readonly code: LanguageCode
  readonly direction: 'ltr' | 'rtl'
  readonly texts: Texts
  /** Carries over a sentence that was written in English with something filled in: the failures. */
  readonly reword: Reword
}

const asItIs: Reword = (sentence) => sentence

const languages: Readonly<Record<LanguageCode, () => Language>> = {
  en: () => ({ code: 'en', direction: 'ltr', texts: en, reword: asItIs }),
  'en-XA': () => ({ code: 'en-XA', direction: 'ltr', texts: rewordAll<Texts>(en, accented), reword: accented }),
  'ar-XB': () => ({ code: 'ar-XB', direction: 'rtl', texts: rewordAll<Texts>(en, mirrored), reword: mirrored }),
}

/** The language of a code. */
export function languageOf(code: LanguageCode): Language {
  return languages[code]()
}
