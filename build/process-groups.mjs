// Child processes in groups of their own, ended as a group: a killed wrapper would leave Xvfb or a keyring behind.
import { spawn } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { constants } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { hasCommand } from './run.mjs'

const grouped = process.platform !== 'win32'

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @typedef {ReturnType<typeof createProcessGroups>} ProcessGroups */

/**
 * Sends a signal to a whole group; false when nothing of it is left.
 * @param {number} pid
 * @param {NodeJS.Signals | 0} signal
 */
function signalGroup(pid, signal) {
  try {
    return process.kill(grouped ? -pid : pid, signal)
  } catch {
    return false
  }
}

/**
 * Tells whether anything of a group still runs. What has ended and is only not reaped yet does not count: where the
 * first process of a container is slow at that, waiting for it would cost seconds.
 * @param {number} pid
 */
export function groupLives(pid) {
  if (process.platform !== 'linux') return signalGroup(pid, 0)
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return Number(group) === pid && state !== 'Z' && state !== 'X'
    } catch {
      return false
    }
  })
}

/** Keeps the groups a script started, so that all of them end with it. */
export function createProcessGroups() {
  /** @type {Set<number>} */
  const running = new Set()
  // Where it exists, the kernel ends the helpers even when the script is killed and can do nothing any more.
  const tied = process.platform === 'linux' && hasCommand('setpriv') ? ['setpriv', '--pdeathsig', 'TERM', '--'] : []

  /** @param {number} pid */
  const end = async (pid) => {
    signalGroup(pid, 'SIGTERM')
    for (const patience = Date.now() + 3000; groupLives(pid) && Date.now() < patience;) await wait(20)
    signalGroup(pid, 'SIGKILL')
    for (const patience = Date.now() + 1000; groupLives(pid) && Date.now() < patience;) await wait(20)
    running.delete(pid)
  }

  const endAll = async () => {
    await Promise.all([...running].map(end))
  }

  return {
    /**
     * Starts a command in a group of its own. With `outlive` its own children may go on when it ends.
     * @param {string} command
     * @param {readonly string[]} args
     * @param {import('node:child_process').SpawnOptions & { outlive?: boolean }} [options]
     * @returns {ChildProcess}
     */
    start(command, args, { outlive = false, ...options } = {}) {
      const [first = command, ...rest] = [...(outlive ? [] : tied), command, ...args]
      const child = spawn(first, rest, { ...options, detached: grouped })
      if (child.pid !== undefined) running.add(child.pid)
      return child
    },
    end,
    endAll,
    /**
     * Ends every group when the script is interrupted or exits, whichever way.
     * @param {() => void | Promise<void>} [afterwards] what is left to do once they are gone
     */
    endWithScript(afterwards) {
      const stop = (/** @type {'SIGINT' | 'SIGTERM' | 'SIGHUP'} */ signal) => {
        void endAll()
          .then(afterwards)
          .finally(() => process.exit(128 + constants.signals[signal]))
      }
      for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, stop)
      // A killed npm ends the shell it started, and the shell tells its child nothing.
      const parent = process.ppid
      if (process.env['npm_lifecycle_event'] !== undefined && grouped) {
        const watch = setInterval(() => {
          if (process.ppid === parent) return
          clearInterval(watch)
          stop('SIGTERM')
        }, 500)
        watch.unref()
      }
      process.once('exit', () => {
        for (const pid of running) signalGroup(pid, 'SIGKILL')
      })
    },
  }
}

/**
 * Waits for a child to end and gives its exit status, 1 when a signal ended it.
 * @param {ChildProcess} child
 * @returns {Promise<number>}
 */
export function exitStatus(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}
