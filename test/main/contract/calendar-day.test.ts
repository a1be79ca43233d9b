import { afterEach, expect, it, vi } from 'vitest'

const zone = process.env['TZ']
afterEach(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
  vi.resetModules()
})

async function formatsIn(place: string) {
  process.env['TZ'] = place
  vi.resetModules()
  return import('../../../main/contract/text/format')
}

it.each(['America/Los_Angeles', 'Pacific/Auckland', 'UTC'])('a review date is the same day in %s', async (place) => {
  const { formatCalendarDay, formatDate } = await formatsIn(place)
  expect(formatCalendarDay('2027-01-31')).toBe('31 Jan 2027')
  // A time is not: that the zone took effect shows here.
  expect(formatDate('2027-01-31T00:00:00Z')).toBe(place === 'America/Los_Angeles' ? '30 Jan 2027' : '31 Jan 2027')
})

it.each([
  ['America/Los_Angeles', '30 Jan 2027, 16:00:09 GMT-8'],
  ['Pacific/Auckland', '31 Jan 2027, 13:00:09 GMT+13'],
  ['UTC', '31 Jan 2027, 00:00:09 UTC'],
])('a time in details has its seconds and its zone in %s', async (place, written) => {
  const { formatExact } = await formatsIn(place)
  expect([formatExact('2027-01-31T00:00:09.5Z'), formatExact('not a time')]).toEqual([written, 'not a time'])
})
