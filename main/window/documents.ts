import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { app, BrowserWindow, dialog, session as sessions } from 'electron'
import { refusePermissions } from './lockdown'

/** A report ready to leave: CSV text, or a page. */
export interface Document {
  /** File name without folder and ending. */
  readonly name: string
  readonly format: 'csv' | 'html' | 'pdf' | 'txt' | 'print'
  readonly text: string
}

/** What became of it. */
export type DocumentOutcome =
  { readonly kind: 'written' } | { readonly kind: 'cancelled' } | { readonly kind: 'refused'; readonly file: string }

const pageUrl = 'app://document/index.html'

/** Writes a report to the file the person chooses, or prints it. Only main ever sees a path. */
export async function exportDocument(
  window: BrowserWindow,
  { name, format, text }: Document,
  title: string,
): Promise<DocumentOutcome> {
  if (format === 'print') return onPaper(text)
  const { filePath } = await dialog.showSaveDialog(window, {
    title,
    defaultPath: path.join(app.getPath('documents'), `${name}.${format}`),
    filters: [{ name: format.toUpperCase(), extensions: [format] }],
  })
  if (!filePath) return { kind: 'cancelled' }
  try {
    await writeFile(filePath, format === 'pdf' ? await toPdf(text) : text)
    return { kind: 'written' }
  } catch {
    return { kind: 'refused', file: filePath }
  }
}

function toPdf(html: string): Promise<Buffer> {
  return onHiddenPage(html, (page) =>
    page.webContents.printToPDF({ landscape: true, pageSize: 'A4', printBackground: true, preferCSSPageSize: true }),
  )
}

function onPaper(html: string): Promise<DocumentOutcome> {
  return onHiddenPage(
    html,
    (page) =>
      new Promise((resolve) => {
        page.webContents.print({ landscape: true }, (success, reason) => {
          if (success) resolve({ kind: 'written' })
          else resolve(/cancel/i.test(reason) ? { kind: 'cancelled' } : { kind: 'refused', file: '' })
        })
      }),
  )
}

/** Draws a page nobody sees: no script, no preload, nothing to load but itself. */
async function onHiddenPage<T>(html: string, use: (page: BrowserWindow) => Promise<T>): Promise<T> {
  const session = sessions.fromPartition('document', { cache: false })
  refusePermissions(session)
  session.protocol.handle('app', ({ url }) =>
    url === pageUrl
      ? new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } })
      : new Response('Not found', { status: 404 }),
  )
  const page = new BrowserWindow({
    show: false,
    webPreferences: {
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      javascript: false,
      devTools: false,
    },
  })
  try {
    await page.loadURL(pageUrl)
    return await use(page)
  } finally {
    page.destroy()
    session.protocol.unhandle('app')
  }
}
