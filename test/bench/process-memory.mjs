// Memory of a process and everything it started, where the system tells it without double counting: Linux.
import { readFileSync, readdirSync } from 'node:fs'

/**
 * @param {string} file
 * @returns {string}
 */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** The parent of every process there is. */
function parents() {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return new Map(pids.map((pid) => [Number(pid), Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1])]))
}

/**
 * Proportional set size in MiB, summed over `pid` and its descendants, and their number. Pages that several of them
 * share are counted once.
 * @param {number} pid
 */
export function treeMemory(pid) {
  const parentOf = parents()
  const belongs = (/** @type {number | undefined} */ one) => {
    for (let at = one; at; at = parentOf.get(at)) if (at === pid) return true
    return false
  }
  const members = [...parentOf.keys()].filter(belongs)
  const sizes = members.map((one) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${one}/smaps_rollup`))?.[1] ?? 0))
  return { mebibytes: sizes.reduce((sum, size) => sum + size, 0) / 1024, processes: members.length }
}
