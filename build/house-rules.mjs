// House rules no other tool checks: the length of files, and static style attributes.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './project.mjs'
import { filesBelow } from './source-files.mjs'

const limit = 250
const reason = /over 250 lines/i

/**
 * The files over 250 lines that do not say why in their first three lines.
 * @param {string} [base]
 */
export function filesTooLong(base = root) {
  const files = filesBelow(base, ['main', 'renderer', 'build', 'test'], /\.(ts|mjs|cjs|js|svelte|css)$/)
  return files.flatMap((name) => {
    const lines = readFileSync(path.join(base, name), 'utf8').trimEnd().split('\n')
    if (lines.length <= limit || reason.test(lines.slice(0, 3).join('\n'))) return []
    return [`${name}: ${lines.length} lines; split it, or say in its first lines why it is "over 250 lines"`]
  })
}

/**
 * The elements of a component that carry a static `style="…"`, which the page's security policy blocks: it becomes part
 * of a template's markup. Dynamic styles are set through the DOM and are fine.
 * @param {string} source
 * @param {typeof import('svelte/compiler').parse} parse
 * @returns {number[]} line numbers
 */
export function staticStyles(source, parse) {
  /** @type {number[]} */
  const lines = []
  const visit = (/** @type {unknown} */ node) => {
    if (Array.isArray(node)) return node.forEach(visit)
    if (typeof node !== 'object' || node === null) return
    const { type, name, value, start } = /** @type {Record<string, unknown>} */ (node)
    if (type === 'Attribute' && name === 'style') {
      const parts = Array.isArray(value) ? value : [value]
      if (parts.every((part) => part === true || part?.type === 'Text')) {
        lines.push(source.slice(0, Number(start)).split('\n').length)
      }
    }
    for (const child of Object.values(node)) visit(child)
  }
  visit(parse(source, { modern: true }).fragment)
  return lines
}

/**
 * Every static style attribute in the window's components.
 * @param {string} [base]
 */
export async function staticStyleAttributes(base = root) {
  const { parse } = await import('svelte/compiler')
  return filesBelow(base, ['renderer'], /\.svelte$/).flatMap((name) =>
    staticStyles(readFileSync(path.join(base, name), 'utf8'), parse).map(
      (line) => `${name}:${line}: static style attribute`,
    ),
  )
}
