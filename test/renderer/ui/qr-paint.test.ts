import { describe, expect, it } from 'vitest'
import { modulePixels } from '../../../renderer/ui/qr-paint'

describe('module size', () => {
  it('is a whole number of device pixels', () => {
    expect(modulePixels(420, 1, 57)).toBe(6)
    expect(modulePixels(420, 1.5, 57)).toBe(9)
    expect(modulePixels(338, 2, 57)).toBe(10)
  })

  it('is none below 4 CSS pixels, whatever the screen', () => {
    expect(modulePixels(260, 1, 57)).toBe(4)
    expect(modulePixels(259, 1, 57)).toBe(0)
    expect(modulePixels(259, 2, 57)).toBe(0)
    expect(modulePixels(260, 2, 57)).toBe(8)
  })
})
