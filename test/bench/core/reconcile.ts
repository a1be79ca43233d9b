import { everyToken } from '../../../main/contract/token-query'
import { bareRequests } from './bare'
import { must, openCore, type Target } from './workspace'

/** Reads the process's memory again and again while something runs; answers how much it grew at its peak, in MiB. */
async function peakGrowth(run: () => Promise<unknown>): Promise<number> {
  globalThis.gc?.()
  const before = process.memoryUsage.rss()
  let peak = before
  const look = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5)
  await run()
  clearInterval(look)
  return (Math.max(peak, process.memoryUsage.rss()) - before) / 2 ** 20
}

/**
 * How much the memory of a process that has seen no list yet grows at its peak, in MiB: by the bare list call read as
 * JSON, or by opening the core, connecting and one sweep.
 */
export function measureMemory(folder: string, target: Target, what: 'bare' | 'sweep'): Promise<number> {
  return peakGrowth(async () => {
    if (what === 'bare') return void JSON.parse(await bareRequests(target).list())
    const { workspace, connection } = await openCore(folder, target)
    must(await workspace.settle.sweep(connection.id))
  })
}

/** The token list read and indexed until its first page is there, and the bare list call, in turn; in milliseconds. */
export async function measureList(folder: string, target: Target, times: number) {
  const bare = bareRequests(target)
  const { workspace } = await openCore(folder, target)
  const taken: { readonly bare: number[]; readonly fieldkey: number[] } = { bare: [], fieldkey: [] }
  for (let n = 0; n < times; n += 1) {
    const begun = performance.now()
    JSON.parse(await bare.list())
    const between = performance.now()
    must(await workspace.tokens.refresh())
    workspace.tokens.query({ ...everyToken, from: 0, count: 200 })
    taken.bare.push(between - begun)
    taken.fieldkey.push(performance.now() - between)
  }
  bare.close()
  workspace.close()
  return taken
}

/** Sweeps of a laptop with `own` handovers on a server with a long list, and the bare list call, in turn; in milliseconds. */
export async function measureReconcile(
  folder: string,
  target: Target,
  options: { readonly prefix: string; readonly own: number; readonly times: number },
) {
  const bare = bareRequests(target)
  const { workspace, connection } = await openCore(folder, target)
  const { id: bucketId } = await bare.bucket()
  const devices = Array.from({ length: options.own }, (_, n) => `${options.prefix}-own-${n}`)
  must(await workspace.batch({ devices, bucketId, delivery: 'qr' }))
  const list = async () =>
    (JSON.parse(await bare.list()) as { authorizations: readonly unknown[] }).authorizations.length
  const sweep = async () => must(await workspace.settle.sweep(connection.id))
  const rows = await list()
  const taken: { readonly bare: number[]; readonly fieldkey: number[] } = { bare: [], fieldkey: [] }
  for (let n = 0; n < options.times; n += 1) {
    for (const [figures, act] of [
      [taken.bare, list],
      [taken.fieldkey, sweep],
    ] as const) {
      const begun = performance.now()
      await act()
      figures.push(performance.now() - begun)
    }
  }
  bare.close()
  workspace.close()
  return { rows, ...taken }
}
