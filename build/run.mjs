// Runs one command to its end.
import { spawn, spawnSync } from 'node:child_process'
import { Plain } from './project.mjs'

/**
 * Runs a command and gives what it printed; its whole output is in the error when it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<string>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    // npm is a .cmd file on Windows, which only a shell can start; no argument here comes from outside.
    const shell = process.platform === 'win32' && command === 'npm'
    const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'pipe'], shell, ...options })
    let output = ''
    let errors = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => (output += text))
    child.stderr?.setEncoding('utf8').on('data', (text) => (errors += text))
    child.once('error', (error) => reject(new Plain(`${command} could not be started: ${error.message}`)))
    child.once('close', (code) => {
      if (code === 0) resolve(output)
      else reject(new Plain(`${command} ${args.join(' ')} failed (${code ?? 'killed'})\n${output}${errors}`.trimEnd()))
    })
  })
}

/**
 * Tells whether a command can be found on the PATH.
 * @param {string} command
 */
export function hasCommand(command) {
  const [tool, ...args] = process.platform === 'win32' ? ['where'] : ['sh', '-c', 'command -v "$0"']
  return spawnSync(tool, [...args, command], { stdio: 'ignore' }).status === 0
}
