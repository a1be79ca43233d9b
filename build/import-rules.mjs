// Checks who imports whom: the rules of .dependency-cruiser.cjs, and "one library for each adapter".
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { root } from './project.mjs'

/** @typedef {import('dependency-cruiser').IModule} Module */

const adapterUnit = /^main\/(adapters\/[^/.]+|practice)/
const library = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//

/**
 * The adapters that take more than one library, each named with them.
 * @param {readonly Pick<Module, 'source' | 'dependencies'>[]} modules
 */
export function adaptersWithSeveralLibraries(modules) {
  /** @type {Map<string, Set<string>>} */
  const taken = new Map()
  for (const { source, dependencies } of modules) {
    const unit = adapterUnit.exec(source)?.[0]
    if (unit === undefined) continue
    for (const { resolved } of dependencies) {
      const name = library.exec(resolved)?.[1]
      // Types alone come from @types; they are the same library.
      if (name) taken.set(unit, (taken.get(unit) ?? new Set()).add(name.replace('@types/', '')))
    }
  }
  return [...taken]
    .filter(([, names]) => names.size > 1)
    .map(([unit, names]) => `one-library: ${unit} imports ${[...names].sort().join(' and ')}`)
}

/**
 * Every broken import rule under `base`, as `rule: from -> to`.
 * @param {string} [base] a folder with main/ and renderer/ in it
 * @returns {Promise<string[]>}
 */
export async function checkImports(base = root) {
  const { cruise } = await import('dependency-cruiser')
  /** @type {import('dependency-cruiser').IConfiguration} */
  const rules = createRequire(import.meta.url)(path.join(root, '.dependency-cruiser.cjs'))
  const folders = ['main', 'renderer'].filter((name) => existsSync(path.join(base, name)))
  const { output } = await cruise(folders, {
    ...rules.options,
    baseDir: base,
    validate: true,
    ruleSet: { forbidden: rules.forbidden ?? [] },
  })
  if (typeof output === 'string') throw new Error(output)
  const broken = output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)
  return [...broken, ...adaptersWithSeveralLibraries(output.modules)].sort()
}
