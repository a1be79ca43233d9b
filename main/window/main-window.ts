import { BrowserWindow, screen, session as sessions, type Session, type WebPreferences } from 'electron'

/** The page's rights: none but the preload's methods. Checked against a golden object. */
function webPreferences(preload: string, session: Session): WebPreferences {
  return {
    preload,
    session,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    enableWebSQL: false,
    devTools: false,
    safeDialogs: true,
    disableDialogs: true,
    autoplayPolicy: 'user-gesture-required',
  }
}

/** A session that leaves nothing on the disk: no cookies, no cache, no local storage. */
export function pageSession(): Session {
  return sessions.fromPartition('fieldkey', { cache: false })
}

/** How the window starts; sizes in CSS pixels of the desktop. */
export interface Start {
  readonly bounds: { readonly x?: number; readonly y?: number; readonly width: number; readonly height: number }
  readonly maximised: boolean
}

/** Makes the one window, still hidden. Title never carries an ID or a state: it shows in every task bar and picker. */
export function createMainWindow(preload: string, session: Session, dark: boolean, start: Start): BrowserWindow {
  const window = new BrowserWindow({
    ...start.bounds,
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: 'Fieldkey',
    backgroundColor: dark ? '#0F1519' : '#F5F7F8',
    webPreferences: webPreferences(preload, session),
  })
  window.on('page-title-updated', (event) => {
    event.preventDefault()
  })
  window.once('ready-to-show', () => {
    if (start.maximised) window.maximize()
    window.show()
  })
  return window
}

/** What takes a code off the screen: whenever somebody else may be looking at it. Tells whether the window is behind. */
export function watchExposure(
  window: BrowserWindow,
  hide: (reason: 'blur' | 'minimise' | 'display') => void,
): { readonly covered: () => boolean } {
  // Not `isFocused`: where no window manager gives the focus, nobody takes it either.
  let covered = false
  window.on('blur', () => {
    covered = true
    hide('blur')
  })
  window.on('focus', () => {
    covered = false
  })
  window.on('minimize', () => {
    hide('minimise')
  })
  const moved = () => {
    hide('display')
  }
  screen.on('display-added', moved)
  screen.on('display-removed', moved)
  return { covered: () => covered }
}

/** Brings the window to the front when Fieldkey is started a second time. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
