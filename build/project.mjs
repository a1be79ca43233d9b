// Where the repository lies, and the plain error a script may end with.
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder. */
export const root = path.resolve(fileURLToPath(new URL('..', import.meta.url)))

/** An error whose message is a sentence for the person: shown without a stack. */
export class Plain extends Error {}

/**
 * Runs a script's main function: a `Plain` error is printed as its sentence, the exit status is the function's result.
 * @param {() => Promise<number>} main
 */
export async function runScript(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    console.error(error instanceof Plain ? `\n${error.message}` : error)
    process.exitCode = 1
  }
}

/** Stops with a plain sentence when this Node is too old for the tools used here. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new Plain(`Fieldkey needs Node 20.19 or newer; this is Node ${process.versions.node}. See https://nodejs.org`)
}
