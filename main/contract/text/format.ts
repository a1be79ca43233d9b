const locale = 'en-GB'

const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const exactTime = new Intl.DateTimeFormat(locale, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
})
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
const calendarDay = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const long = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const number = new Intl.NumberFormat(locale)
const plural = new Intl.PluralRules(locale)

/** A point in time: milliseconds since 1970 UTC, or ISO 8601 as servers write it. */
export type Moment = number | string

function read(moment: Moment): Date | undefined {
  const date = new Date(moment)
  return Number.isNaN(date.getTime()) ? undefined : date
}

const format = (how: Intl.DateTimeFormat, moment: Moment) => {
  const date = read(moment)
  return date ? how.format(date) : String(moment)
}

/** `14:02`, local time; what cannot be read as a time is given back as it is. */
export const formatTime = (moment: Moment) => format(time, moment)

/** `12 Nov 2026`, local date. */
export const formatDate = (moment: Moment) => format(day, moment)

/** `31 Jan 2027` for a day, YYYY-MM-DD: the same day wherever it is read. */
export const formatCalendarDay = (day: string) => format(calendarDay, day)

/** `Thursday 12 November 2026`, local date. */
export const formatDay = (moment: Moment) => format(long, moment)

const dated = (how: Intl.DateTimeFormat, moment: Moment) =>
  read(moment) ? `${format(day, moment)}, ${format(how, moment)}` : String(moment)

/** `12 Nov 2026, 14:02`, local time. */
export const formatDateTime = (moment: Moment) => dated(time, moment)

/** `12 Nov 2026, 14:02:11 GMT+1`, local time with its zone. */
export const formatExact = (moment: Moment) => dated(exactTime, moment)

/** `1,204`. */
export const formatCount = (n: number) => number.format(n)

/** `1 token`, `1,204 tokens`. */
export const counted = (n: number, one: string, many: string) =>
  `${formatCount(n)} ${plural.select(n) === 'one' ? one : many}`

/** `0:42` for 42 seconds. */
export function formatSpan(totalSeconds: number): string {
  const whole = Math.max(0, Math.round(totalSeconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
