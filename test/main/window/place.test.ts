import { describe, expect, it } from 'vitest'
import { nextZoom, startPlace, visibleShare, zoomFactor, type Display } from '../../../main/window/place'

const laptop: Display = { id: 1, workArea: { x: 0, y: 0, width: 1366, height: 728 } }
const desk: Display = { id: 2, workArea: { x: 1366, y: 0, width: 1920, height: 1080 } }

describe('zoom', () => {
  it('goes through its steps and stays at the last', () => {
    const upwards = [100, 125, 150, 200, 300] as const
    expect(upwards.map((zoom) => nextZoom(zoom, 'in'))).toEqual([125, 150, 200, 300, 300])
    expect(upwards.map((zoom) => nextZoom(zoom, 'out'))).toEqual([100, 100, 125, 150, 200])
    expect(nextZoom(300, 'reset')).toBe(100)
  })

  it('is multiplied by the text size, within what Chromium can', () => {
    expect([zoomFactor(100, 100), zoomFactor(150, 200), zoomFactor(300, 200)]).toEqual([1, 3, 5])
  })
})

describe('where the window starts', () => {
  const usual = { width: 1180, height: 700 }

  it('is as it is made before anything was kept, maximised on a small display', () => {
    expect(startPlace({}, '', [laptop], laptop)).toEqual({ bounds: usual, maximised: true })
    expect(startPlace({}, '', [desk], desk)).toEqual({ bounds: usual, maximised: false })
  })

  it('is where it was on the display used last', () => {
    const bounds = { x: 1400, y: 40, width: 1200, height: 800 }
    const places = { 2: { zoom: 150 as const, bounds, maximised: false } }
    expect(startPlace(places, '2', [laptop, desk], laptop)).toEqual({ bounds, maximised: false })
  })

  it('is not where less than 80 % of it would be seen', () => {
    const at = (x: number) => ({ 1: { zoom: 100 as const, bounds: { x, y: 0, width: 1000, height: 700 } } })
    expect(startPlace(at(-200), '1', [laptop], laptop).bounds).toMatchObject({ x: -200 })
    expect(startPlace(at(-201), '1', [laptop], laptop).bounds).toEqual(usual)
  })

  it('is on the main display when the one used last is gone', () => {
    const places = { 2: { zoom: 100 as const, bounds: { x: 1400, y: 0, width: 800, height: 600 } } }
    expect(startPlace(places, '2', [laptop], laptop)).toEqual({ bounds: usual, maximised: true })
  })

  it('counts what lies on several displays together', () => {
    expect(visibleShare({ x: 1266, y: 0, width: 200, height: 100 }, [laptop, desk])).toBe(1)
    expect(visibleShare({ x: 0, y: 0, width: 0, height: 100 }, [laptop])).toBe(0)
  })
})
