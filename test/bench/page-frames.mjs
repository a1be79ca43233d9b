/* global window, requestAnimationFrame, cancelAnimationFrame */
// What each frame costs the page, by Chromium's own trace: all that its main thread did, also between frames.
import { readFile, rm } from 'node:fs/promises'

/** @typedef {{ name: string, ph: string, pid: number, tid: number, ts: number, dur: number, args: { name?: string } }} TraceEvent */

/**
 * What each frame cost the page while `act` ran, in milliseconds: how long its main thread was busy from the beginning of
 * the frame to that of the next.
 * @param {{ electron: import('playwright-core').ElectronApplication, page: import('playwright-core').Page }} app
 * @param {() => Promise<void>} act
 * @returns {Promise<readonly number[]>}
 */
export async function framesDuring({ electron, page }, act) {
  // Frames come as often as the screen shows them, whether or not something changes.
  await page.evaluate(() => {
    const frame = () => void Reflect.set(window, 'frame', requestAnimationFrame(frame))
    frame()
  })
  await electron.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({
      included_categories: ['__metadata', 'devtools.timeline', 'toplevel'],
    }),
  )
  await act()
  const file = await electron.evaluate(({ contentTracing }) => contentTracing.stopRecording())
  await page.evaluate(() => {
    cancelAnimationFrame(Number(Reflect.get(window, 'frame')))
  })
  const { traceEvents } = JSON.parse(await readFile(file, 'utf8'))
  await rm(file)
  return costsOf(traceEvents)
}

/**
 * Tasks of a main thread follow each other; those that run callbacks of an animation frame begin one.
 * @param {readonly TraceEvent[]} events times in microseconds
 * @returns {readonly number[]} milliseconds
 */
export function costsOf(events) {
  const main = events.find(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
  const ours = events
    .filter(({ ph, pid, tid }) => ph === 'X' && pid === main?.pid && tid === main.tid)
    .sort((one, other) => one.ts - other.ts)
  const callbacks = ours.filter(({ name }) => name === 'FireAnimationFrame').map(({ ts }) => ts)
  /** @type {number[]} */
  const costs = []
  let next = 0
  for (const { ts, dur } of ours.filter(({ name }) => name === 'ThreadControllerImpl::RunTask')) {
    const before = next
    while ((callbacks[next] ?? Infinity) < ts + dur) next += 1
    if (next > before) costs.push(0)
    if (costs.length > 0) costs.push((costs.pop() ?? 0) + dur / 1000)
  }
  return costs
}
