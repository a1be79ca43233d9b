// npm run test:mutants: plants each defect of test/mutants/list.mjs in a copy of the project and demands that a test finds
// it. `--third N` takes one third of them (0, 1 or 2; `today` goes round by the day), `--only text` those so named.
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { mutants } from '../test/mutants/list.mjs'
import { keepFreedMemory } from './keep-freed-memory.mjs'
import { createProgress } from './progress.mjs'
import { Plain, requireNode, root, runScript } from './project.mjs'

/** @typedef {import('../test/mutants/list.mjs').Mutant} Mutant */

const copied = [
  'build',
  'main',
  'renderer',
  'test',
  'docs',
  'package.json',
  'tsconfig.json',
  'vitest.config.mjs',
  'svelte.config.mjs',
]

/**
 * The file with the defect in it; a text that does not stand there exactly once is an error of the list.
 * @param {Mutant} mutant
 */
function planted({ name, file, find, replace }) {
  const text = readFileSync(path.join(root, file), 'utf8')
  const [before = '', after = '', ...more] = text.split(find)
  if (text === before || more.length > 0) throw new Plain(`"${name}": its text must stand once in ${file}: ${find}`)
  return before + replace + after
}

/**
 * Runs tests in a folder until the first that fails.
 * @param {string} folder
 * @param {readonly string[]} tests
 * @returns {Promise<{ failed: boolean, ran: boolean, output: string }>}
 */
function runTests(folder, tests) {
  return new Promise((resolve, reject) => {
    const report = path.join(folder, 'report.json')
    rmSync(report, { force: true })
    const reporters = ['--reporter=json', `--outputFile=${report}`, '--bail=1', '--testTimeout=20000']
    const args = [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...tests]
    // A mutant is no reason to demand the servers of a whole run.
    const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...keepFreedMemory, CI: '' } })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    child.once('error', reject)
    child.once('close', () => {
      try {
        const told = JSON.parse(readFileSync(report, 'utf8'))
        output += namesOf(told)
        resolve({ failed: told.numFailedTests > 0, ran: told.numPassedTests + told.numFailedTests > 0, output })
      } catch {
        resolve({ failed: false, ran: false, output })
      }
    })
  })
}

/**
 * Names what failed in a report, each with the beginning of its message.
 * @param {{ testResults: { assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }[] }} told
 */
function namesOf({ testResults }) {
  const failed = testResults.flatMap((one) => one.assertionResults).filter(({ status }) => status === 'failed')
  return failed.map((one) => `${one.fullName}\n  ${one.failureMessages.join('\n').slice(0, 600)}\n`).join('')
}

/**
 * What the tests need of the project, in a folder of its own.
 * @param {string} folder
 */
function makeCopy(folder) {
  for (const name of copied) cpSync(path.join(root, name), path.join(folder, name), { recursive: true })
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
}

/**
 * Plants one defect in a copy, runs its tests there, and takes it out again.
 * @param {string} folder
 * @param {Mutant & { text: string }} mutant
 * @param {import('./progress.mjs').Progress} progress
 */
async function isFound(folder, { name, file, text, tests }, progress) {
  const whole = path.join(folder, file)
  const sane = readFileSync(whole, 'utf8')
  writeFileSync(whole, text)
  const since = performance.now()
  const { failed, ran, output } = await runTests(folder, tests)
  writeFileSync(whole, sane)
  const verdict = failed ? 'found' : ran ? 'MISSED' : 'NO TEST RAN'
  progress.say(`${verdict.padEnd(11)} ${((performance.now() - since) / 1000).toFixed(1).padStart(5)} s  ${name}`)
  if (!ran) console.error(output.slice(-2000))
  return failed
}

/** @param {string[]} args */
function chosen(args) {
  const [what, which = ''] = args
  if (what === undefined) return mutants
  if (what === '--only') return mutants.filter(({ name }) => name.includes(which))
  if (what !== '--third') throw new Plain('Usage: npm run test:mutants [-- --third 0|1|2|today | --only text]')
  const third = which === 'today' ? Math.floor(Date.now() / 86_400_000) : Number(which)
  if (!Number.isInteger(third)) throw new Plain(`--third takes a number or "today", not "${which}"`)
  return mutants.filter((_mutant, i) => i % 3 === ((third % 3) + 3) % 3)
}

await runScript(async () => {
  requireNode()
  const progress = createProgress('mutants')
  const list = chosen(process.argv.slice(2)).map((mutant) => ({ ...mutant, text: planted(mutant) }))
  if (list.length === 0) throw new Plain('No mutant is so named.')
  for (const mutant of mutants) planted(mutant)
  const parent = mkdtempSync(path.join(tmpdir(), 'fieldkey-mutants-'))
  const copies = Array.from({ length: Math.min(list.length, availableParallelism()) }, (_, n) =>
    path.join(parent, String(n)),
  )
  try {
    for (const folder of copies) makeCopy(folder)
    const [first = ''] = copies
    const sound = await runTests(first, [...new Set(list.flatMap(({ tests }) => tests))])
    if (sound.failed || !sound.ran) throw new Plain(`The tests fail without any mutant:\n${sound.output.slice(-4000)}`)
    const waiting = [...list]
    /** @type {string[]} */
    const missed = []
    const worker = async (/** @type {string} */ folder) => {
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
        if (!(await isFound(folder, mutant, progress))) missed.push(mutant.name)
      }
    }
    await Promise.all(copies.map(worker))
    console.log(`${list.length - missed.length} of ${list.length} mutants found`)
    if (missed.length > 0) console.log(`not found:\n  ${missed.join('\n  ')}`)
    return missed.length === 0 ? 0 : 1
  } finally {
    rmSync(parent, { recursive: true, force: true, maxRetries: 3 })
  }
})
