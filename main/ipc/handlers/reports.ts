import type { ReportsReplies } from '../../contract/channels/reports'
import { text } from '../../contract/text/text'
import { onDesk, type HandlersOf, type Surroundings } from './desk-work'

/** The risk report, and what leaves the window. One line for each request: which service answers. */
export function reportsHandlers(around: Surroundings): HandlersOf<keyof ReportsReplies> {
  const at = onDesk(around.desk)
  const { files } = text.reports
  return {
    'report.risks': ({ fresh }) => at(({ reports }) => reports.risks(fresh)),
    'report.export-risks': ({ format }) =>
      at(({ reports }) => around.exportSheet(reports.riskSheet(), files.risks, format)),
    'report.export-history': ({ ids, format }) =>
      at(({ reports }) => around.exportSheet(reports.historySheet(ids), files.history, format)),
  }
}
