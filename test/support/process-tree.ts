import { readFileSync, readdirSync, readlinkSync } from 'node:fs'

/** A file of /proc as text; empty once its process is gone. */
export function procFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}

/** `pid` and everything it started that still runs. Linux only. */
export function processTree(pid: number): readonly number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const parents = new Map(
    all.map((name) => [Number(name), Number(/^PPid:\s+(\d+)/m.exec(procFile(Number(name), 'status'))?.[1] ?? 0)]),
  )
  const belongs = (one: number | undefined): boolean =>
    one !== undefined && one > 0 && (one === pid || belongs(parents.get(one)))
  return [...parents.keys()].filter(belongs)
}

/** The arguments a process was started with, or rewrote since. */
export function argumentsOf(pid: number): string {
  return procFile(pid, 'cmdline').replaceAll('\0', ' ')
}

/** The TCP ports on which `pid` and its children listen, of any address. */
export function listeningPorts(pid: number): readonly number[] {
  const sockets = new Set(processTree(pid).flatMap(socketsOf))
  return ['tcp', 'tcp6']
    .flatMap((name) => procFile(pid, `net/${name}`).trim().split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A' && sockets.has(fields[9] ?? ''))
    .map((fields) => Number.parseInt(fields[1]?.split(':')[1] ?? '', 16))
}

function socketsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? ''
      } catch {
        return ''
      }
    })
  } catch {
    return []
  }
}
