/** A report as plain text cells, to be written as a table for programs or a page for people. */
export interface Sheet {
  readonly title: string
  /** Lines below the title: of which server, as of when. */
  readonly notes: readonly string[]
  readonly columns: readonly string[]
  /** Name of the column that holds the sections' titles where a file has no sections; empty when there is only one. */
  readonly by: string
  readonly sections: readonly SheetSection[]
  /** Said where there is no row at all. */
  readonly nothing: string
}

/** Some rows that belong together. */
export interface SheetSection {
  readonly title: string
  readonly note: string
  readonly rows: readonly (readonly string[])[]
}

/** What a spreadsheet would take for the beginning of a formula, also after spaces. */
const formula = /^\s*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20]/

/** The sheet as CSV (RFC 4180, with the mark that makes spreadsheets read UTF-8); no cell is ever a formula. */
export function toCsv({ by, columns, sections }: Sheet): string {
  const lines = sections.flatMap(({ title, rows }) => rows.map((row) => (by === '' ? row : [title, ...row])))
  return `\uFEFF${[by === '' ? columns : [by, ...columns], ...lines].map(csvLine).join('')}`
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(cell: string): string {
  const line = cell.replace(/\p{Cc}/gu, ' ')
  const plain = formula.test(line) ? `'${line}` : line
  return /[",']/.test(plain) || plain !== plain.trim() ? `"${plain.replaceAll('"', '""')}"` : plain
}

/** The sheet as one page that prints well and needs nothing else; whatever a cell holds is text. */
export function toHtml({ title, notes, columns, sections, nothing }: Sheet): string {
  const filled = sections.filter(({ rows }) => rows.length > 0)
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escaped(title)}</title>\n<style>${look}</style>\n</head>\n<body>\n<h1>${escaped(title)}</h1>`,
    ...notes.map((note) => `<p>${escaped(note)}</p>`),
    ...(filled.length === 0 ? [`<p><b>${escaped(nothing)}</b></p>`] : filled.map((one) => section(one, columns))),
    '</body>\n</html>\n',
  ].join('\n')
}

function section({ title, note, rows }: SheetSection, columns: readonly string[]): string {
  const heading = title === '' ? '' : `<h2>${escaped(title)}</h2>\n`
  const words = note === '' ? '' : `<p>${escaped(note)}</p>\n`
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td><bdi>${escaped(cell)}</bdi></td>`).join('')}</tr>`)
  return `${heading}${words}<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}

const look =
  'body{font:10pt/1.4 system-ui,sans-serif;color:#000;background:#fff;margin:1.5em}h1{font-size:16pt;margin:0 0 .3em}' +
  'h2{font-size:12pt;margin:1.4em 0 .2em;break-after:avoid}p{margin:0 0 .5em;overflow-wrap:anywhere;overflow-x:clip}' +
  'table{border-collapse:collapse;width:100%;font-size:8pt}th,td{border:1px solid #666;padding:2px 5px;text-align:start;' +
  // One letter with hundreds of marks is a line that nothing breaks: it must not make its column wider than the paper.
  'vertical-align:top;overflow-wrap:anywhere}td bdi{display:block;max-width:14em;overflow-x:clip}thead{display:table-header-group}tr{break-inside:avoid}' +
  '@page{size:A4 landscape;margin:12mm}'
