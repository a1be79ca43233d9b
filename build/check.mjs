// npm run check: every check that needs no running app. Names the failing ones at the end.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { filesTooLong, staticStyleAttributes } from './house-rules.mjs'
import { checkImports } from './import-rules.mjs'
import { ensureNodePackages } from './node-packages.mjs'
import { createProgress } from './progress.mjs'
import { requireNode, root, runScript } from './project.mjs'

/** @typedef {{ name: string, run: () => Promise<string | undefined> }} Check  `run` gives what is wrong, if anything */

/**
 * A check that is a tool of its own.
 * @param {string} name
 * @param {string} script path below node_modules
 * @param {readonly string[]} args
 * @returns {Check}
 */
const tool = (name, script, ...args) => ({
  name,
  run: () =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [path.join(root, 'node_modules', script), ...args], { cwd: root })
      let output = ''
      child.stdout.setEncoding('utf8').on('data', (text) => (output += text))
      child.stderr.setEncoding('utf8').on('data', (text) => (output += text))
      child.once('error', reject)
      child.once('close', (code) => resolve(code === 0 ? undefined : output.trim() || `exit status ${code}`))
    }),
})

/**
 * A check that gives a list of findings.
 * @param {string} name
 * @param {() => string[] | Promise<string[]>} find
 * @returns {Check}
 */
const findings = (name, find) => ({ name, run: async () => (await find()).join('\n') || undefined })

/** @type {readonly Check[]} */
const checks = [
  tool('eslint', 'eslint/bin/eslint.js', '--max-warnings', '0', '.'),
  tool('types', 'typescript/bin/tsc', '--noEmit'),
  tool('svelte', 'svelte-check/bin/svelte-check', '--fail-on-warnings', '--output', 'human'),
  tool('format', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  findings('imports', () => checkImports()),
  findings('static styles', () => staticStyleAttributes()),
  findings('file length', () => filesTooLong()),
]

await runScript(async () => {
  requireNode()
  const progress = createProgress('check')
  await ensureNodePackages(progress)
  const waiting = [...checks]
  /** @type {string[]} */
  const failed = []
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const wrong = await check.run().catch((error) => String(error))
      progress.say(`${check.name}: ${wrong === undefined ? 'ok' : 'FAILED'}`)
      if (wrong === undefined) continue
      failed.push(check.name)
      console.log(`\n--- ${check.name} ---\n${wrong}\n`)
    }
  }
  await Promise.all(Array.from({ length: Math.max(2, Math.min(4, availableParallelism())) }, worker))
  console.log(failed.length === 0 ? `all ${checks.length} checks passed` : `failed: ${failed.join(', ')}`)
  return failed.length === 0 ? 0 : 1
})
