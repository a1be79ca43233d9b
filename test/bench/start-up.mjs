// From process start to a window that is ready, and the memory of all its processes: Fieldkey against a bare window.
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { writeAppFolders } from './app-folders.mjs'
import { treeMemory } from './process-memory.mjs'

/** How long a window is left alone before its memory is read, in milliseconds. */
const idle = 3000

/** @typedef {{ readonly ready: number, readonly heading: number | undefined, readonly memory: number }} Start */

/**
 * Starts an app once and ends it. Times in milliseconds from just before the process was made, memory in MiB.
 * @param {import('./run.mjs').Stage} stage
 * @param {string} folder of the app
 * @param {string} userData
 * @returns {Promise<Start>}
 */
export async function startOnce({ groups, executable, switches, env }, folder, userData) {
  const begun = performance.now()
  const child = groups.start(executable, [folder, ...switches, `--user-data-dir=${userData}`], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const { pid, stdin, stdout } = child
  if (pid === undefined || !stdin || !stdout) throw new Error(`${executable} could not be started`)
  try {
    /** @type {number | undefined} */
    let ready
    /** @type {number | undefined} */
    let heading
    for await (const line of createInterface({ input: stdout })) {
      if (line === 'ready') {
        ready = performance.now() - begun
        void wait(idle).then(() => stdin.write('memory\n'))
      } else if (line === 'heading') heading = performance.now() - begun
      else if (line.startsWith('memory ') && ready !== undefined) {
        const linux = process.platform === 'linux'
        return { ready, heading, memory: linux ? treeMemory(pid).mebibytes : Number(line.slice(7)) / 1024 }
      }
    }
    throw new Error(`${folder} ended before its window was ready`)
  } finally {
    await groups.end(pid)
  }
}

/**
 * Starts both in turn, `times` each, after one start of each that does not count (it makes the user data).
 * @param {import('./run.mjs').Stage} stage
 * @param {number} times
 */
export async function measureStarts(stage, times) {
  const folders = writeAppFolders(stage.folder)
  const once = (/** @type {'bare' | 'fieldkey'} */ name) =>
    startOnce(stage, folders[name], path.join(stage.folder, `${name}-user-data`))
  /** @type {{ bare: Start[], fieldkey: Start[] }} */
  const starts = { bare: [], fieldkey: [] }
  for (let round = 0; round <= times; round += 1) {
    for (const name of /** @type {const} */ (['bare', 'fieldkey'])) {
      const start = await once(name)
      if (round > 0) starts[name].push(start)
    }
  }
  return starts
}
