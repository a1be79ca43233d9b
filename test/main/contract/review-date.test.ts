import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { daysLeft, isOverdue, isReviewDate, reviewAfter } from '../../../main/contract/review-date'

const day = 86_400_000
const days = fc.integer({ min: 0, max: 40_000 }).map((n) => new Date(n * day).toISOString().slice(0, 10))

describe('a review date', () => {
  it.each(['2027-01-31', '2028-02-29'])('%s is a day', (text) => {
    expect(isReviewDate(text)).toBe(true)
  })
  it.each(['2027-02-29', '2027-13-01', '2027-00-10', '2027-1-1', '31.1.2027', '', '2027-01-31T00:00:00Z'])(
    '%j is none',
    (text) => {
      expect(isReviewDate(text)).toBe(false)
      expect([daysLeft(text, 0), isOverdue(text, Infinity)]).toEqual([Infinity, false])
    },
  )

  it('is over at 24:00 UTC of its day, not a millisecond before', () => {
    const end = Date.parse('2027-02-01T00:00:00Z')
    expect(isOverdue('2027-01-31', end - 1)).toBe(false)
    expect(isOverdue('2027-01-31', end)).toBe(true)
    fc.assert(
      fc.property(days, fc.integer({ min: -3 * day, max: 3 * day }), (review, off) => {
        expect(isOverdue(review, Date.parse(review) + day + off)).toBe(off >= 0)
      }),
    )
  })

  it('counts the days that are left', () => {
    const noon = Date.parse('2027-01-31T12:00:00Z')
    const left = ['2027-01-29', '2027-01-30', '2027-01-31', '2027-02-01', '2027-03-02'].map((one) =>
      daysLeft(one, noon),
    )
    expect(left).toEqual([-2, -1, 0, 1, 30])
  })

  it('after some months keeps the day of the month, or takes the last one there is', () => {
    const at = (text: string) => Date.parse(`${text}T23:30:00Z`)
    expect(reviewAfter(at('2026-11-30'), 3)).toBe('2027-02-28')
    expect(reviewAfter(at('2027-11-30'), 3)).toBe('2028-02-29')
    expect(reviewAfter(at('2026-11-24'), 24)).toBe('2028-11-24')
    expect(reviewAfter(at('2026-11-24'), 0)).toBeUndefined()
    fc.assert(
      fc.property(days, fc.constantFrom(3, 6, 12, 24), (from, months) => {
        const to = reviewAfter(at(from), months) ?? ''
        expect(isReviewDate(to)).toBe(true)
        const monthOf = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7))
        expect(monthOf(to) - monthOf(from)).toBe(months)
        expect(Number(to.slice(8))).toBeLessThanOrEqual(Number(from.slice(8)))
      }),
    )
  })
})

describe('a review date is by UTC wherever the laptop stands', () => {
  const zone = process.env['TZ']
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })

  it.each(['America/Los_Angeles', 'Pacific/Auckland', 'UTC'])('in %s', (place) => {
    process.env['TZ'] = place
    const now = Date.parse('2027-01-31T23:30:00Z')
    expect([reviewAfter(now, 3), daysLeft('2027-01-31', now)]).toEqual(['2027-04-30', 0])
    expect([isOverdue('2027-01-31', now), isOverdue('2027-01-31', now + 1_800_000)]).toEqual([false, true])
    expect(reviewAfter(Date.parse('2027-02-01T00:30:00Z'), 1)).toBe('2027-03-01')
  })
})
