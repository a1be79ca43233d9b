const dayLength = 86_400_000
const form = /^(\d{4})-(\d{2})-(\d{2})$/

/** Whether `text` is a day that exists, YYYY-MM-DD. */
export function isReviewDate(text: string): boolean {
  const [, year, month, day] = (form.exec(text) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined || month < 1 || month > 12) return false
  return day >= 1 && day <= lastDayOf(year, month)
}

/** The day `now` (milliseconds) is in, UTC. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10)
}

/** The day `months` after `now`, UTC; the last one of a month that is shorter. Undefined for no months: no review. */
export function reviewAfter(now: number, months: number): string | undefined {
  if (months <= 0) return undefined
  const date = new Date(now)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months]
  const lastDay = lastDayOf(year + Math.floor(month / 12), (month % 12) + 1)
  return dayOf(Date.UTC(year, month, Math.min(date.getUTCDate(), lastDay)))
}

/** Whole days until the review date is over, after 24:00 UTC of it; below 0 once it is. A date that is none is never due. */
export function daysLeft(review: string, now: number): number {
  return isReviewDate(review) ? Math.ceil((startOf(review) + dayLength - now) / dayLength) - 1 : Infinity
}

/** Whether the review date is over: after 24:00 UTC of it. */
export function isOverdue(review: string, now: number): boolean {
  return isReviewDate(review) && review < dayOf(now)
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** By hand: there may be 100,000 dates to check, and a `Date` for each takes longer than all the rest. */
function lastDayOf(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 && leap ? 29 : (monthLengths[month - 1] ?? 0)
}

const startOf = (day: string) => Date.parse(`${day}T00:00:00Z`)
