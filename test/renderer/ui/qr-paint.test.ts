import { describe, expect, it } from 'vitest'
import { fitSymbol, leastSideOf, modulePixels } from '../../../renderer/ui/qr-paint'
import { sampleSymbol } from '../../support/fake-bridge'

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

describe('the level of a symbol', () => {
  const [sturdy, dense] = [sampleSymbol(57), sampleSymbol(53)]
  const fitted = (room: number, part: Parameters<typeof fitSymbol>[0] = { sturdy, dense }) => {
    const { symbol, pixels } = fitSymbol(part, room, 1)
    return [symbol.size, pixels]
  }

  it('is L only where that gives a larger whole module', () => {
    expect(fitted(390)).toEqual([57, 6])
    expect(fitted(366)).toEqual([53, 6])
    expect(fitted(364)).toEqual([57, 5])
    expect(fitted(250)).toEqual([53, 4])
    expect(fitted(390, { sturdy })).toEqual([57, 6])
  })

  it('decides how much room a code needs at least', () => {
    expect([leastSideOf({ sturdy, dense }, 1), leastSideOf({ sturdy }, 1)]).toEqual([244, 260])
  })
})
