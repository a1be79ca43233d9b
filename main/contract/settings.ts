import * as v from 'valibot'
import { codeContentSchema } from './code-content'

/** How the window looks. `system` follows the operating system. */
export const themeSchema = v.picklist(['system', 'light', 'dark', 'sunlight'])

/** Seconds a code stays on the screen. */
export const hideAfterSchema = v.picklist([15, 30, 60, 120])

/** Baud rates offered; never 1200, which native USB boards take as the order to enter their boot loader. */
export const baudSchema = v.picklist([9600, 19200, 38400, 57600, 74880, 115200, 230400, 460800, 921600])

/** Months after which a new device token is to be reviewed; 0 for no review date. */
export const reviewMonthsSchema = v.picklist([0, 3, 6, 12, 24])
/** Per cent the window is enlarged by, for each display. */
const zoomSchema = v.picklist([100, 125, 150, 200, 300])

/** Per cent all text is enlarged by, on every display. */
export const textSizeSchema = v.picklist([100, 125, 150, 200])

/** Languages of the window. The last two are made from English for tests: longer words, and right to left. */
export const languageSchema = v.picklist(['en', 'en-XA', 'ar-XB'])

/** The code of a language. */
export type LanguageCode = v.InferOutput<typeof languageSchema>

/** A pattern of device IDs, as it is typed: `PUMP-####`. */
const devicePatternSchema = v.pipe(v.string(), v.trim(), v.regex(/^[A-Za-z0-9._:\-#@*, ]{0,200}$/))

const pixels = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000))

/** Where the window was on a display, and how much it was enlarged there. */
const placeSchema = v.object({
  zoom: v.fallback(zoomSchema, 100),
  maximised: v.fallback(v.optional(v.boolean()), undefined),
  bounds: v.fallback(v.optional(v.object({ x: pixels, y: pixels, width: pixels, height: pixels })), undefined),
})

/** `settings.json`: preferences and marks of this laptop; each value falls back to its default by itself. */
export const settingsSchema = v.object({
  theme: v.fallback(themeSchema, 'system'),
  hideAfter: v.fallback(hideAfterSchema, 60),
  codeContent: v.fallback(codeContentSchema, 'json'),
  /** Codes are shown in several simpler parts. */
  smallCamera: v.fallback(v.boolean(), false),
  dataTag: v.fallback(v.pipe(v.string(), v.minLength(1), v.maxLength(64)), 'device'),
  baud: v.fallback(baudSchema, 115200),
  reviewMonths: v.fallback(reviewMonthsSchema, 0),
  sound: v.fallback(v.boolean(), false),
  reduceMotion: v.fallback(v.boolean(), false),
  gloves: v.fallback(v.boolean(), false),
  textSize: v.fallback(textSizeSchema, 100),
  language: v.fallback(languageSchema, 'en'),
  /** Offers the languages made for tests too; set by hand in the file. */
  testLanguages: v.fallback(v.boolean(), false),
  /** Offers to copy what a code holds. */
  allowCopying: v.fallback(v.boolean(), false),
  devicePattern: v.fallback(devicePatternSchema, ''),
  /** The window's place on each display, by the display's ID. */
  places: v.fallback(v.record(v.string(), placeSchema), {}),
  lastDisplay: v.fallback(v.string(), ''),
  /** The bucket chosen at the start; empty for the one used last. */
  defaultBucket: v.fallback(v.string(), ''),
  lastBucket: v.fallback(v.string(), ''),
  lastPort: v.fallback(v.string(), ''),
  currentConnection: v.fallback(v.string(), ''),
  /** The install whose canary is in the keychain: from then on a missing entry can mean "locked". Empty before that. */
  canaryWritten: v.fallback(v.string(), ''),
})

/** Preferences of this laptop. */
export type Settings = v.InferOutput<typeof settingsSchema>

/** The preferences the window may change. */
export const settingsChangeSchema = v.strictObject({
  theme: v.exactOptional(themeSchema),
  hideAfter: v.exactOptional(hideAfterSchema),
  codeContent: v.exactOptional(codeContentSchema),
  smallCamera: v.exactOptional(v.boolean()),
  dataTag: v.exactOptional(v.pipe(v.string(), v.trim(), v.regex(/^[^\s"\\]{1,64}$/))),
  baud: v.exactOptional(baudSchema),
  reviewMonths: v.exactOptional(reviewMonthsSchema),
  sound: v.exactOptional(v.boolean()),
  reduceMotion: v.exactOptional(v.boolean()),
  gloves: v.exactOptional(v.boolean()),
  textSize: v.exactOptional(textSizeSchema),
  language: v.exactOptional(languageSchema),
  allowCopying: v.exactOptional(v.boolean()),
  devicePattern: v.exactOptional(devicePatternSchema),
  defaultBucket: v.exactOptional(v.pipe(v.string(), v.regex(/^([0-9a-f]{16})?$/))),
})

/** A change of preferences from the window. */
export type SettingsChange = v.InferOutput<typeof settingsChangeSchema>
