import * as v from 'valibot'
import { exportFormats, type RiskReport } from '../risk-views'
import { id } from './shapes'

const format = v.picklist(exportFormats)

/** The risk report, and what leaves the window as a file or on paper. What is asked, and how each request is read. */
export const reportsChannels = {
  /** `fresh`: look at the server now; else at what is known, if anything is. */
  'report.risks': v.strictObject({ fresh: v.boolean() }),
  'report.export-risks': v.strictObject({ format }),
  /** The handovers shown in History, in their order. */
  'report.export-history': v.strictObject({ ids: v.pipe(v.array(id), v.maxLength(100_000)), format }),
} as const

/** What these requests are answered with. `written` is false when the person chose no file. */
export interface ReportsReplies {
  'report.risks': RiskReport
  'report.export-risks': { readonly written: boolean }
  'report.export-history': { readonly written: boolean }
}
