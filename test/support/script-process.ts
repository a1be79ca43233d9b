import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A script in a process of its own that prints a line for each thing it has done. */
export interface ScriptProcess {
  /** The next line; rejects when the process ends without one. */
  next(): Promise<string>
  send(line: string): void
  /** Ends it at once, as a crash would; resolves when it is gone. */
  kill(): Promise<void>
}

/** Starts `command`; its errors go to the test's own output. */
export function startScript(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): ScriptProcess {
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return {
    async next() {
      const line = await lines.next()
      if (!line.done) return line.value
      await gone
      throw new Error(`${command} ended with ${child.exitCode ?? child.signalCode}`)
    },
    send: (line) => void child.stdin.write(`${line}\n`),
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
