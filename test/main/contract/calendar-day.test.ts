import { afterEach, expect, it, vi } from 'vitest'

const zone = process.env['TZ']
afterEach(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
  vi.resetModules()
})

it.each(['America/Los_Angeles', 'Pacific/Auckland', 'UTC'])('a review date is the same day in %s', async (place) => {
  process.env['TZ'] = place
  vi.resetModules()
  const { formatCalendarDay, formatDate } = await import('../../../main/contract/text/format')
  expect(formatCalendarDay('2027-01-31')).toBe('31 Jan 2027')
  // A time is not: that the zone took effect shows here.
  expect(formatDate('2027-01-31T00:00:00Z')).toBe(place === 'America/Los_Angeles' ? '30 Jan 2027' : '31 Jan 2027')
})
