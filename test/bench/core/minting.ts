import { bareRequests } from './bare'
import { must, openCore, type Target } from './workspace'

/** What is asked at once when the server's own maximum is looked for. */
const widths = [1, 2, 4, 8, 12, 16]

/**
 * Mints and activates `count` tokens by the core, beside the best of bare POST + PATCH pairs, each width on a sample.
 * Seconds for a thousand.
 */
export async function measureMinting(folder: string, target: Target, prefix: string, count: number) {
  const bare = bareRequests(target)
  const per = (ms: number, n: number) => ms / n
  try {
    const figures: { width: number; seconds: number }[] = []
    for (const width of widths) {
      const names = Array.from({ length: Math.min(400, width * 40) }, (_, n) => `${prefix}-bare-${width}-${n}`)
      const begun = performance.now()
      await bare.mint(names, width, true)
      figures.push({ width, seconds: per(performance.now() - begun, names.length) })
    }
    const { workspace } = await openCore(folder, target)
    const { id: bucketId } = await bare.bucket()
    const devices = Array.from({ length: count }, (_, n) => `${prefix}-core-${n}`)
    // As while a Device ID is typed: the list and the key are there when the person says go.
    must(await workspace.handovers.prepare())
    const begun = performance.now()
    const outcomes = must(await workspace.batch({ devices, bucketId, delivery: 'qr' }))
    const taken = per(performance.now() - begun, count)
    // The server's maximum once more, after: a busy machine is busy for both.
    const best = figures.reduce((a, b) => (b.seconds < a.seconds ? b : a))
    const names = Array.from({ length: count }, (_, n) => `${prefix}-bare-again-${n}`)
    const again = performance.now()
    await bare.mint(names, best.width, true)
    const bareAgain = per(performance.now() - again, count)
    workspace.close()
    return {
      ready: outcomes.filter(({ kind }) => kind === 'ready').length,
      fieldkey: taken,
      bare: Math.min(best.seconds, bareAgain),
      width: best.width,
      all: figures,
    }
  } finally {
    await bare.remove(prefix)
    bare.close()
  }
}

/** Makes tokens of other laptops, so that a list is long. */
export async function fillServer(target: Target, prefix: string, count: number): Promise<void> {
  const bare = bareRequests(target)
  const name = (n: number) => `${prefix}-${n} | fieldkey:1 n=${n.toString(16).padStart(32, '0')} i=${'f'.repeat(16)}`
  await bare.mint(
    Array.from({ length: count }, (_, n) => name(n)),
    16,
    false,
  )
  bare.close()
}
