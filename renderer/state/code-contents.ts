import { builtInContents, builtInOf, type CodeContent } from '../../main/contract/code-content'
import { text } from '../../main/contract/text/text'
import type { CodeContentView, DeviceTypesView } from '../../main/contract/views'

/** A content to choose. */
export interface ContentOption {
  readonly value: CodeContent
  readonly label: string
  readonly hint?: string
}

const words = text.codes

const hints: Readonly<Partial<Record<CodeContent, string>>> = {
  connection: words.withoutDevice,
  token: words.tokenAlone,
}

const option = (name: (typeof builtInContents)[number]): ContentOption => {
  const hint = hintOf(name)
  return { value: name, label: words.contents[name], ...(hint === undefined ? {} : { hint }) }
}

/** The contents that the help dialog offers: three, and the one in use if it is another. */
export function dialogContents(now: CodeContent, shown: CodeContentView | undefined): readonly ContentOption[] {
  const offered = (['json', 'connection', 'token'] as const).map(option)
  if (offered.some(({ value }) => value === now)) return offered
  const builtIn = builtInOf(now)
  if (builtIn) return [...offered, option(builtIn)]
  return [...offered, { value: now, label: shown?.content === 'type' ? contentName(shown) : fileOf(now) }]
}

/** Everything the settings offer: the built-in contents, then the device types. */
export function everyContent(now: CodeContent, { types }: DeviceTypesView): readonly ContentOption[] {
  const offered = [
    ...builtInContents.map(option),
    ...types.map(({ id, name }) => ({ value: `type:${id}`, label: name })),
  ]
  return offered.some(({ value }) => value === now) ? offered : [...offered, { value: now, label: fileOf(now) }]
}

/** What a code holds, in a word. */
export function contentName(view: CodeContentView): string {
  return view.content === 'type' ? view.name : words.contents[view.content]
}

/** What a device has to know by itself, where a content leaves it out. */
export function hintOf(content: CodeContent): string | undefined {
  return hints[content]
}

function fileOf(content: CodeContent): string {
  return `${content.replace(/^type:/, '')}.json`
}
