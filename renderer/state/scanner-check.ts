import { scannerText } from '../../main/contract/scanner-text'
import type { text } from '../../main/contract/text/text'

/** What a check found. */
export type ScannerVerdict = keyof typeof text.scanner.check.verdicts

/** How what arrived ended; `none` when nothing came for a second. */
export type ScanEnd = 'enter' | 'tab' | 'none'

const endings: Readonly<Record<ScanEnd, ScannerVerdict>> = { enter: 'good', tab: 'tab', none: 'no-end' }

/** Judges what arrived when the test code was scanned. */
export function judgeScan(arrived: string, end: ScanEnd): ScannerVerdict {
  if (arrived === scannerText) return endings[end]
  if (swappedCase(arrived) === scannerText) return 'case'
  if (arrived.includes(scannerText)) return 'extra'
  if (arrived.length === scannerText.length && sharedSigns(arrived) >= scannerText.length / 2) return 'keyboard'
  return isPartOf(arrived, scannerText) ? 'missing' : 'different'
}

const swappedCase = (words: string) =>
  words.replace(/./gu, (sign) => (sign === sign.toUpperCase() ? sign.toLowerCase() : sign.toUpperCase()))

const sharedSigns = (arrived: string) =>
  Array.from(arrived).filter((sign, index) => sign.toLowerCase() === scannerText.charAt(index).toLowerCase()).length

/** Whether `part` is at least half of `whole` with some characters left out. */
function isPartOf(part: string, whole: string): boolean {
  let found = 0
  for (const sign of whole) if (sign === part[found]) found += 1
  return found === part.length && part.length >= whole.length / 2
}
