import { Menu, type MenuItemConstructorOptions } from 'electron'

/** The menu's words, from `contract/text`. */
export type MenuTexts = Readonly<Record<MenuWord, string>>

type MenuWord =
  | 'file'
  | 'edit'
  | 'view'
  | 'go'
  | 'window'
  | 'help'
  | 'newHandover'
  | 'print'
  | 'handOver'
  | 'tokens'
  | 'history'
  | 'settings'
  | 'undo'
  | 'redo'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'selectAll'
  | 'find'
  | 'refresh'
  | 'sunlight'
  | 'zoomIn'
  | 'zoomOut'
  | 'actualSize'
  | 'fullScreen'
  | 'minimise'
  | 'close'
  | 'helpHere'
  | 'about'
  | 'quit'

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
  | 'full-screen'
  | 'help'

/** What the menu does. */
export interface MenuActions {
  readonly send: (command: MenuCommand) => void
  readonly zoom: (by: 'in' | 'out' | 'reset') => void
}

/** Sets the menu bar. Reload and developer tools are not in it. */
export function setMenu(texts: MenuTexts, actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(texts, actions, process.platform === 'darwin')))
}

/** The menu bar as data. */
export function menuTemplate(
  texts: MenuTexts,
  { send, zoom }: MenuActions,
  mac: boolean,
): MenuItemConstructorOptions[] {
  const item = (label: string, accelerator: string, command: MenuCommand): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => {
      send(command)
    },
  })
  const larger = (label: string, accelerator: string, by: 'in' | 'out' | 'reset'): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => {
      zoom(by)
    },
  })
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const role = (label: string, name: NonNullable<MenuItemConstructorOptions['role']>): MenuItemConstructorOptions => ({
    label,
    role: name,
  })
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    {
      label: texts.file,
      submenu: [
        item(texts.newHandover, 'CmdOrCtrl+N', 'new-handover'),
        item(texts.print, 'CmdOrCtrl+P', 'print'),
        item(texts.settings, 'CmdOrCtrl+,', 'go-settings'),
        line,
        role(texts.quit, 'quit'),
      ],
    },
    {
      label: texts.edit,
      submenu: [
        role(texts.undo, 'undo'),
        role(texts.redo, 'redo'),
        line,
        role(texts.cut, 'cut'),
        role(texts.copy, 'copy'),
        role(texts.paste, 'paste'),
        role(texts.selectAll, 'selectAll'),
        line,
        item(texts.find, 'CmdOrCtrl+F', 'find'),
      ],
    },
    {
      label: texts.view,
      submenu: [
        item(texts.refresh, 'F5', 'refresh'),
        item(texts.sunlight, 'F8', 'sunlight'),
        line,
        larger(texts.zoomIn, 'CmdOrCtrl+Plus', 'in'),
        // Plus without Shift, as most keyboards have it.
        { ...larger(texts.zoomIn, 'CmdOrCtrl+=', 'in'), visible: false },
        larger(texts.zoomOut, 'CmdOrCtrl+-', 'out'),
        larger(texts.actualSize, 'CmdOrCtrl+0', 'reset'),
        line,
        item(texts.fullScreen, mac ? 'Ctrl+Cmd+F' : 'F11', 'full-screen'),
      ],
    },
    {
      label: texts.go,
      submenu: [
        item(texts.handOver, 'CmdOrCtrl+1', 'go-hand-over'),
        item(texts.tokens, 'CmdOrCtrl+2', 'go-tokens'),
        item(texts.history, 'CmdOrCtrl+3', 'go-history'),
        item(texts.settings, 'CmdOrCtrl+4', 'go-settings'),
      ],
    },
    { label: texts.window, submenu: [role(texts.minimise, 'minimize'), role(texts.close, 'close')] },
    { label: texts.help, submenu: [item(texts.helpHere, 'F1', 'help'), role(texts.about, 'about')] },
  ]
}
