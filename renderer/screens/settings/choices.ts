import {
  baudSchema,
  hideAfterSchema,
  languageSchema,
  reviewMonthsSchema,
  textSizeSchema,
  themeSchema,
  type Settings,
} from '../../../main/contract/settings'
import { text } from '../../../main/contract/text/text'

const words = text.settings

/** Seconds a code may stay on the screen. */
export const hideAfters = hideAfterSchema.options.map((value) => ({ value, label: words.seconds(value) }))

/** How the window may look. */
export const themes = themeSchema.options.map((value) => ({ value, label: words.themes[value] }))

/** Months after which a new device token is to be reviewed. */
export const reviews = reviewMonthsSchema.options.map((value) => ({
  value: String(value),
  label: text.review.settingChoices[value],
}))

/** The months a choice stands for. */
export const reviewMonthsOf = (choice: string) => reviewMonthsSchema.options.find((value) => String(value) === choice)

/** Speeds of the USB cable. */
export const bauds = baudSchema.options.map((value) => ({ value: String(value), label: words.bauds(value) }))

/** The speed a choice stands for. */
export const baudOf = (choice: string) => baudSchema.options.find((value) => String(value) === choice)

/** How large all text may be. */
export const textSizes = textSizeSchema.options.map((value) => ({ value, label: words.percent(value) }))

/** Languages to choose from; those made for tests only where the settings file asks for them, or one is in use. */
export const languagesFor = ({ testLanguages, language }: Settings) =>
  languageSchema.options
    .filter((value) => value === 'en' || testLanguages || value === language)
    .map((value) => ({ value, label: words.languages[value] }))
