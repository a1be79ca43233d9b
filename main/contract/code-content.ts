import * as v from 'valibot'

/** What a code can hold without a file of a device type. */
export const builtInContents = ['json', 'connection', 'token', 'toml', 'env'] as const

/** The name of such a content. */
export type BuiltInContent = (typeof builtInContents)[number]

/** A device type by its file: `device-types/<id>.json`. */
export const deviceTypeId = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))

/** What the next codes hold: a content, or what a device type wants. */
export const codeContentSchema = v.union([
  v.picklist(builtInContents),
  v.pipe(v.string(), v.regex(/^type:[a-z0-9][a-z0-9-]{0,39}$/)),
])

/** The name of a content as it is kept in the preferences. */
export type CodeContent = v.InferOutput<typeof codeContentSchema>

/** The built-in content of that name; undefined for a device type's. */
export function builtInOf(content: CodeContent): BuiltInContent | undefined {
  return builtInContents.find((name) => name === content)
}

/** How values of a template are written: as they are, percent-encoded, or as the inside of a JSON or TOML string. */
const escapes = ['none', 'percent', 'json', 'toml'] as const

const placeholder = /\{([^{}]*)\}/g
const placeholders = ['url', 'org', 'bucket', 'token', 'device']

/** Printable ASCII and line feeds, with nothing in braces but fields, the token among them. */
function isTemplate(text: string): boolean {
  const named = [...text.matchAll(placeholder)].map(([, name = '']) => name)
  const rest = text.replace(placeholder, '')
  return /^[ -~\n]+$/.test(text) && !/[{}]/.test(rest) && named.includes('token') && named.every(isField)
}

function isField(name: string): boolean {
  return placeholders.includes(name)
}

const shared = {
  v: v.literal(1),
  name: v.pipe(v.string(), v.trim(), v.regex(/^[^\p{Cc}\p{Cf}]{1,40}$/u)),
  /** Its camera is small: several simpler codes instead of one. */
  smallCamera: v.exactOptional(v.boolean(), false),
}

/** A file of a device type: a built-in content under another name, or a text of its own (docs/adding-a-device-type.md). */
export const deviceTypeSchema = v.union([
  v.strictObject({ ...shared, content: v.picklist(builtInContents) }),
  v.strictObject({
    ...shared,
    template: v.pipe(v.string(), v.maxLength(1000), v.check(isTemplate)),
    escape: v.picklist(escapes),
  }),
])

/** How one family of devices wants its settings. */
export type DeviceType = v.InferOutput<typeof deviceTypeSchema>
