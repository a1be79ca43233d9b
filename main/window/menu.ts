import { Menu, type MenuItemConstructorOptions } from 'electron'

/** The menu's words, from `contract/text`. */
export interface MenuTexts {
  readonly file: string
  readonly edit: string
  readonly view: string
  readonly help: string
  readonly newHandover: string
  readonly handOver: string
  readonly tokens: string
  readonly history: string
  readonly settings: string
  readonly find: string
  readonly print: string
  readonly refresh: string
  readonly sunlight: string
  readonly helpHere: string
  readonly quit: string
}

/** What a menu item asks of the window. */
export type MenuCommand =
  | 'go-hand-over'
  | 'go-tokens'
  | 'go-history'
  | 'go-settings'
  | 'new-handover'
  | 'find'
  | 'refresh'
  | 'print'
  | 'sunlight'
  | 'help'

/** Sets the menu bar. Reload and developer tools are not in it. */
export function setMenu(texts: MenuTexts, send: (command: MenuCommand) => void): void {
  const item = (label: string, accelerator: string, command: MenuCommand): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => {
      send(command)
    },
  })
  const mac: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : []
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...mac,
      {
        label: texts.file,
        submenu: [
          item(texts.newHandover, 'CmdOrCtrl+N', 'new-handover'),
          item(texts.print, 'CmdOrCtrl+P', 'print'),
          { type: 'separator' },
          { label: texts.quit, role: 'quit' },
        ],
      },
      {
        label: texts.edit,
        submenu: [
          { role: 'undo' },
          { role: 'redo' },
          { type: 'separator' },
          { role: 'cut' },
          { role: 'copy' },
          { role: 'paste' },
          { role: 'selectAll' },
          { type: 'separator' },
          item(texts.find, 'CmdOrCtrl+F', 'find'),
        ],
      },
      {
        label: texts.view,
        submenu: [
          item(texts.handOver, 'CmdOrCtrl+1', 'go-hand-over'),
          item(texts.tokens, 'CmdOrCtrl+2', 'go-tokens'),
          item(texts.history, 'CmdOrCtrl+3', 'go-history'),
          item(texts.settings, 'CmdOrCtrl+4', 'go-settings'),
          { type: 'separator' },
          item(texts.refresh, 'F5', 'refresh'),
          item(texts.sunlight, 'F8', 'sunlight'),
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
        ],
      },
      { label: texts.help, submenu: [item(texts.helpHere, 'F1', 'help')] },
    ]),
  )
}
