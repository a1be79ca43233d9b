import { formatCalendarDay, formatDate } from '../contract/text/format'
import { searchable, type TokenEntry } from './token-entries'

/** Writes days as the list shows them and a search looks for them. */
export interface DayWords {
  /** The day of a point in time, milliseconds. */
  of(at: number): string
  /** A day that is the same wherever it is read, YYYY-MM-DD. */
  calendar(day: string): string
}

/** Makes the words. A list has far fewer days than dates, and writing a date is slow: each day is written once. */
export function createDayWords(): DayWords {
  const written = new Map<number | string, string>()
  const once = (day: number | string, write: () => string) => {
    const known = written.get(day) ?? searchable(write())
    written.set(day, known)
    return known
  }
  return {
    of(at) {
      const date = new Date(at)
      const day = date.getFullYear() * 512 + date.getMonth() * 32 + date.getDate()
      return once(day, () => formatDate(at))
    },
    calendar: (day) => once(day, () => formatCalendarDay(day)),
  }
}

/** For each of `entries`, the dates that its own record has. */
export function datesOf(entries: readonly TokenEntry[]): readonly string[] {
  const words = createDayWords()
  return entries.map(({ created, updated, review }) => {
    const made = words.of(created)
    const changed = updated === created ? made : words.of(updated)
    return [made, changed, review === undefined ? '' : words.calendar(review)].join('\n')
  })
}
