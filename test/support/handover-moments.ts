import type { Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { choose, typePort } from './app'
import { isCreate, isSwitch } from './practice-world'
import type { Proxy } from './proxy'
import { startSimDevice } from './sim-device'

/** The moments of a handover at which something befalls the app. */
export const moments = [
  'the POST is unanswered',
  'the PATCH is unanswered',
  'the code is shown',
  'a push runs',
] as const
export type Moment = (typeof moments)[number]

/** Every moment in an order that `random` draws, again and again. */
export function drawMoments(random: () => number, count: number): readonly Moment[] {
  const drawn: Moment[] = []
  while (drawn.length < count) {
    const left = [...moments]
    while (left.length > 0) drawn.push(...left.splice(Math.floor(random() * left.length), 1))
  }
  return drawn.slice(0, count)
}

/** Begins a device's handover and brings it to that moment; what is held up goes on once `goOn` is called. */
export async function bringTo(
  moment: Moment,
  { page, proxy, device }: { readonly page: Page; readonly proxy: Proxy; readonly device: string },
): Promise<{ readonly goOn: () => Promise<void> }> {
  await page.getByRole('textbox', { name: 'Device ID' }).fill(device)
  await choose({ page }, 'Bucket', 'plant')
  const create = () => page.getByRole('button', { name: 'Create token' }).click()
  if (moment === 'a push runs') {
    // It has all of the settings and dies before it stores them; going on means that it is switched on again.
    const sim = await startSimDevice({ id: device, write: true, fault: 'die-before-store' })
    onTestFinished(sim.remove)
    await typePort({ page }, sim.port)
    await create()
    await sim.ended()
    return { goOn: () => sim.restart({ id: device, write: true }) }
  }
  await page.getByRole('radio', { name: 'QR code' }).check()
  if (moment === 'the code is shown') {
    await create()
    await page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
    return { goOn: () => Promise.resolve() }
  }
  const held = moment === 'the POST is unanswered' ? isCreate : isSwitch
  let release: () => void = () => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  const reached = new Promise<void>((resolve) => {
    proxy.decide((seen) => {
      if (!held(seen)) return 'pass'
      resolve()
      return { after: released }
    })
  })
  await create()
  await reached
  return {
    goOn: () => {
      proxy.decide(() => 'pass')
      release()
      return Promise.resolve()
    },
  }
}
