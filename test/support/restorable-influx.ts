import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { startOwnInflux } from '../../build/influx-servers.mjs'
import { createProcessGroups } from '../../build/process-groups.mjs'
import { temporaryFolder } from './temporary-folder'

/** Needs `/proc`, which tells how the server was started. */
export const canRestore = process.platform === 'linux'

/** A real InfluxDB of a test's own whose data can be put back as they were. */
export interface RestorableInflux {
  readonly url: string
  readonly token: string
  /** Stops the server by its process ID; nobody answers at its address then. */
  stop(): Promise<void>
  /** Starts it again at the same address. */
  start(): Promise<void>
  /** Copies its data, beside copies of other names; it is to stand still. */
  backUp(name?: string): void
  /** Puts that copy in the place of its data; it is to stand still. */
  restore(name?: string): void
}

/** Starts one, ended with the test; undefined where there is no InfluxDB. */
export async function startRestorableInflux(): Promise<RestorableInflux | undefined> {
  const groups = createProcessGroups()
  const place = temporaryFolder()
  // The server is ended before its folder goes.
  onTestFinished(() => groups.endAll())
  const data = path.join(place, 'data')
  mkdirSync(data)
  const [url, , token] = (await startOwnInflux(groups, data))?.split(',') ?? []
  if (!url || !token) return undefined

  let pid = serverIn(data)
  const [command = '', ...args] = commandOf(pid)
  const isUp = async () => (await fetch(`${url}/health`).catch(() => undefined))?.ok === true
  return {
    url,
    token,
    async stop() {
      process.kill(pid, 'SIGTERM')
      while (commandOf(pid).length > 0) await wait(20)
    },
    async start() {
      const child = spawn(command, args, { stdio: 'ignore' })
      pid = child.pid ?? 0
      const ended = new Promise((resolve) => child.once('close', resolve))
      onTestFinished(async () => {
        child.kill('SIGKILL')
        await ended
      })
      while (!(await isUp())) {
        if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
        await wait(50)
      }
    },
    backUp(name = 'copy') {
      rmSync(path.join(place, name), { recursive: true, force: true })
      cpSync(data, path.join(place, name), { recursive: true })
    },
    restore(name = 'copy') {
      rmSync(data, { recursive: true })
      cpSync(path.join(place, name), data, { recursive: true })
    },
  }
}

/** The process that keeps its data below a folder. */
function serverIn(folder: string): number {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const mine = all.find((name) => {
    const [command = '', ...args] = commandOf(Number(name))
    return path.basename(command).startsWith('influxd') && args.some((one) => one.startsWith(`${folder}/`))
  })
  if (mine === undefined) throw new Error(`no server runs in ${folder}`)
  return Number(mine)
}

/** A process's command line; empty once it has ended. */
function commandOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
  } catch {
    return []
  }
}
