import { writeFileSync } from 'node:fs'
import type { App } from './app'

/** The system's own dialog, in which nobody can click, answers with a file of the offered name in `folder`. */
export async function saveInto({ electron }: App, folder: string): Promise<void> {
  await electron.evaluate(({ dialog }, to) => {
    dialog.showSaveDialog = ((_window: unknown, { defaultPath }: { readonly defaultPath: string }) =>
      Promise.resolve({
        canceled: false,
        filePath: `${to}/${defaultPath.split('/').at(-1) ?? ''}`,
      })) as unknown as typeof dialog.showSaveDialog
  }, folder)
}

/** The texts that main serves to pages from now on: what a PDF or paper is drawn from, in which a search finds something. */
export async function recordServed({ electron }: App): Promise<() => Promise<readonly string[]>> {
  await electron.evaluate(() => {
    const served: string[] = []
    const Recorded = class extends Response {
      constructor(body?: BodyInit | null, init?: ResponseInit) {
        super(body, init)
        if (typeof body === 'string') served.push(body)
      }
    }
    Object.assign(globalThis, { fieldkeyServed: served, Response: Recorded })
  })
  return () => electron.evaluate(() => (globalThis as unknown as { fieldkeyServed: string[] }).fieldkeyServed)
}

/** The pages that go to the printer from now on, as they were served; the system's own dialog counts as confirmed. */
export async function recordPrinted(app: App): Promise<() => Promise<readonly string[]>> {
  await app.electron.evaluate(({ app: main }) => {
    main.on('browser-window-created', (_event, { webContents }) => {
      webContents.print = (_options, done) => done?.(true, '')
    })
  })
  return recordServed(app)
}

/** The cells of a CSV text as RFC 4180 has them, line by line. */
export function cellsOf(csv: string): readonly (readonly string[])[] {
  const lines: string[][] = []
  for (const [, separator = '', quoted, plain = ''] of csv.matchAll(/(^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)) {
    const cell = quoted?.replaceAll('""', '"') ?? plain
    if (separator === ',') lines.at(-1)?.push(cell)
    else lines.push([cell])
  }
  return lines.filter((line) => line.length > 1 || line[0] !== '')
}

/** What a browser that runs scripts, and keeps to no policy of the page's own, makes of an exported page. */
export interface Drawn {
  /** Names of all elements, each once, and of attributes other than those of our own head. */
  readonly elements: readonly string[]
  readonly attributes: readonly string[]
  readonly cells: readonly string[]
  /** The lines above and between the tables. */
  readonly notes: readonly string[]
  readonly ran: boolean
  /** CSS pixels that reach beyond the page. */
  readonly beyond: number
}

/** Draws an exported page in a window of its own, about as wide as its paper, as a browser would, without the policy that would hold scripts back. */
export async function draw({ electron }: App, html: string, file: string): Promise<Drawn> {
  writeFileSync(file, html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''))
  return electron.evaluate(async ({ BrowserWindow }, at) => {
    const page = new BrowserWindow({ show: false, width: 1120, webPreferences: { partition: 'a browser' } })
    await page.loadFile(at)
    const read = () => {
      const all = [...document.querySelectorAll('*')]
      return {
        elements: [...new Set(all.map(({ localName }) => localName))].sort(),
        attributes: [...new Set(all.flatMap((one) => one.getAttributeNames()))].sort(),
        cells: [...document.querySelectorAll('td')].map((cell) => cell.textContent),
        notes: [...document.querySelectorAll('p')].map((note) => note.textContent),
        ran: 'hostileRan' in window,
        beyond: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      }
    }
    const drawn = (await page.webContents.executeJavaScript(`(${String(read)})()`)) as Drawn
    page.destroy()
    return drawn
  }, file)
}
