import { screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { leastSide, modulePixels } from '../../../renderer/ui/qr-paint'
import { besideText, windowRoom } from '../../../renderer/screens/hand-over/code-room'
import { openWindow } from '../open-window'

// A window of 1180 × 675: less rail 208, padding 48, form 272, gap 16, and the stage's padding and line 34.
const stage = { width: 1180 - 208 - 48 - 272 - 16 - 34, height: 390 }
const quiet = 8
const atFirstSize = (size: number, density: number) =>
  modulePixels(besideText(stage.width, stage.height, leastSide(size, density)), density, size) / density

describe('room for a code in the stage', () => {
  it.each([65, 69, 73, 77])('is found at the size the window opens with, for %i modules', (withQuiet) => {
    for (const density of [1, 1.25, 1.5, 2]) {
      expect(atFirstSize(withQuiet - quiet, density), String(density)).toBeGreaterThanOrEqual(4)
    }
  })

  it('leaves the text its column as long as the code can be read', () => {
    expect(besideText(700, 390, 276)).toBe(390)
    expect(besideText(602, 390, 276)).toBe(602 - 270 - 17)
    expect(besideText(550, 390, 276)).toBe(550 - 240 - 17)
    expect(besideText(500, 390, 276)).toBeLessThan(276)
  })

  it('is enough in the smallest window when the code covers it', () => {
    expect(modulePixels(windowRoom(640, 452), 1, 69)).toBeGreaterThanOrEqual(4)
  })
})

describe('a code that covers the window', () => {
  it('has the help for a device that cannot read it, bucket and token ID', async () => {
    const { session, settle } = await openWindow()
    session.form.device = 'PUMP-0042'
    void session.running.create()
    await settle()
    session.code.setFullScreen(true)
    await settle()
    expect(screen.getByText('Token ID').nextElementSibling?.textContent).toBe('0a7c91f2e6b43000')
    screen.getByRole('button', { name: 'Device cannot read it' }).click()
    await settle()
    expect(screen.getByRole('dialog', { name: 'Help the device read the code' })).toBeTruthy()
  })
})
