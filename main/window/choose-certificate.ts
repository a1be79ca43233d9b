import { readFile, stat } from 'node:fs/promises'
import { dialog, type BrowserWindow } from 'electron'

/** A PEM bundle larger than this is not one. */
const maxBytes = 256 * 1024

/** Lets the person choose a certificate file; its text, or undefined when none was chosen or it cannot be read. */
export async function chooseCertificate(window: BrowserWindow): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile'],
    filters: [{ name: 'PEM', extensions: ['pem', 'crt', 'cer'] }],
  })
  const [file] = filePaths
  if (file === undefined) return undefined
  const { size } = await stat(file)
  return size > maxBytes ? '' : readFile(file, 'utf8').catch(() => '')
}
