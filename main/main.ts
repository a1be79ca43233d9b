import { chmodSync, mkdirSync } from 'node:fs'
import inspector from 'node:inspector'
import { release } from 'node:os'
import path from 'node:path'
import { app, nativeTheme, screen as displays } from 'electron'
import { createClipboard } from './adapters/clipboard'
import { createClock } from './adapters/clock'
import { createCrypto } from './adapters/crypto'
import { createDeviceTypesFolder } from './adapters/device-types-folder'
import { createLog } from './adapters/log-file'
import { createPower } from './adapters/power'
import { createRandom } from './adapters/random'
import { createSettingsFile } from './adapters/settings-file'
import { failure } from './contract/failure'
import { done, failed, ok } from './contract/result'
import { en } from './contract/text/en'
import type { AppEvent, AppView, HideReason } from './contract/views'
import { toCsv, toHtml } from './domain/sheet'
import { createHandlers } from './ipc/handlers'
import { registerChannels, sendEvent } from './ipc/register'
import { openPractice } from './open-practice'
import { openReal } from './open-real'
import { createDesk } from './services/desk'
import { leftOver, quitQuestion } from './services/leaving'
import { createSupportReport } from './services/support-report'
import { pageOrigin, pageUrl, registerAppScheme, serveApp } from './window/app-scheme'
import { chooseCertificate } from './window/choose-certificate'
import { exportDocument, type Document } from './window/documents'
import { openLink, showFile } from './window/links'
import { lockEveryPage, refuseDownloads, refusePermissions } from './window/lockdown'
import { bringForward, createMainWindow, pageSession, watchExposure } from './window/main-window'
import { startPlace } from './window/place'
import { guardQuitting } from './window/quit'
import { createWindowFrame } from './window-frame'
import { refusedSwitch } from './window/switches'

// Chromium puts files of its own into the user-data folder too.
process.umask(0o077)
registerAppScheme()
lockEveryPage(pageUrl)
// The page keeps nothing on the disk, so Chromium needs no key of its own in the person's keychain.
app.commandLine.appendSwitch('password-store', 'basic')

const refused = refusedSwitch({
  inspected: inspector.url() !== undefined,
  root: process.platform === 'linux' && process.getuid?.() === 0,
  has: (name) => app.commandLine.hasSwitch(name),
})
if (refused !== undefined) {
  process.stderr.write(`${en.native.switchRefused(refused)}\n`)
  app.exit(2)
} else if (app.requestSingleInstanceLock()) void app.whenReady().then(debuggerAttached).then(run)
else app.exit(0)

function run(): void {
  const userData = app.getPath('userData')
  mkdirSync(userData, { recursive: true, mode: 0o700 })
  chmodSync(userData, 0o700)
  const clock = createClock()
  const random = createRandom()
  const log = createLog({ folder: path.join(userData, 'logs'), clock, random })
  const settings = createSettingsFile({ file: path.join(userData, 'settings.json') })
  const clipboard = createClipboard()
  const crypto = createCrypto({ random })
  const power = createPower()
  const deviceTypes = createDeviceTypesFolder({ folder: path.join(userData, 'device-types') })
  const setTheme = () => {
    const { theme } = settings.read()
    nativeTheme.themeSource = theme === 'sunlight' ? 'light' : theme
  }
  setTheme()

  const session = pageSession()
  refusePermissions(session)
  refuseDownloads(session)
  serveApp(session, path.join(__dirname, '../renderer'))
  const kept = settings.read()
  const window = createMainWindow(
    path.join(__dirname, '../preload/index.cjs'),
    session,
    nativeTheme.shouldUseDarkColors,
    startPlace(kept.places, kept.lastDisplay, displays.getAllDisplays(), displays.getPrimaryDisplay()),
  )
  const emit = (event: AppEvent) => {
    if (!window.isDestroyed()) sendEvent(window.webContents, event)
    frame.follow(event)
  }
  const exposure = watchExposure(window, (reason) => {
    hide(reason)
  })
  const screen = {
    protect: (on: boolean) => {
      if (!window.isDestroyed()) window.setContentProtection(on)
    },
    isCovered: () => exposure.covered(),
  }
  const frame = createWindowFrame({ window, settings, screen, emit })
  // The page's process starts while main opens what it needs; nothing the page asks can arrive before this turn is over.
  void window.loadURL(frame.page())
  const outside = { userData, clock, random, log, settings, crypto, power, screen, clipboard, deviceTypes, emit }

  // What happens on the ledger that is not on the desk is none of the window's business; the keychain and
  // what is left to do on the saved servers always are.
  const emitReal = (event: AppEvent) => {
    if (desk.practice() === undefined || event.kind === 'keychain-slow' || event.kind === 'work') emit(event)
  }
  const emitPractice = (event: AppEvent) => {
    if (desk.practice() !== undefined) emit(event)
  }
  const real = openReal({ ...outside, emit: emitReal }, () => {
    tellApp()
  })
  const desk = createDesk({
    real: real.workspace,
    trouble: real.trouble,
    openPractice: () => openPractice({ ...outside, emit: emitPractice }),
    settings,
    version: app.getVersion(),
    platform: platform(),
    onChange: () => {
      tellApp()
    },
  })
  const tellApp = () => {
    if (!window.isDestroyed()) window.setTitle(desk.practice() ? en.frame.practiceTitle : en.frame.app)
    emit({ kind: 'app', app: desk.view() })
  }
  const hide = (reason: HideReason) => {
    const workspace = desk.workspace()
    if (workspace.ok) workspace.value.hide(reason)
  }

  // What practice leaves undone is nobody's loss.
  const quitting = guardQuitting(window, () => {
    if (!real.workspace.ok) return undefined
    const { board, ledger, sessions, servers } = real.workspace.value
    const shown = desk.practice() ? undefined : sessions.chosen()?.id
    return quitQuestion(leftOver(board, ledger.connections()), en.native.quit, { shown, name: servers.nameOf })
  })

  const system = { platform: `${process.platform} ${process.arch} ${release()}`, ...runtimes() }
  const supportReport = createSupportReport({ desk, settings, log, clock, system })
  const leave = async (document: Document) => {
    const outcome = await exportDocument(window, document, en.reports.saveTitle)
    return outcome.kind === 'refused'
      ? failed(failure('disk.export', outcome.file === '' ? {} : { file: outcome.file }))
      : ok({ written: outcome.kind === 'written' })
  }

  let pastedHash = ''
  const handlers = createHandlers({
    desk,
    chooseCertificate: () => chooseCertificate(window),
    readCertificate: crypto.certificate,
    pasted: (token) => {
      pastedHash = crypto.sha256(token.replace(/\s+/g, ''))
    },
    clearClipboard: async () => {
      const held = (await clipboard.read()).replace(/\s+/g, '')
      const ours = crypto.sha256(held) === pastedHash
      if (ours) clipboard.clear()
      return ours
    },
    exportSheet: (sheet, name, format) =>
      leave({ name, format, text: format === 'csv' ? toCsv(sheet) : toHtml(sheet) }),
    saveSupport: () => leave({ name: en.support.file, format: 'txt', text: supportReport() }),
    copy: clipboard.write,
    fullScreen: (on) => {
      window.setFullScreen(on)
    },
    openLink,
    replacePage: frame.replacePage,
    changeSettings: (change) => {
      const written = settings.update(change)
      setTheme()
      if (written.ok) frame.changed(change)
      tellApp()
      return written.ok ? done : written
    },
    tellApp: () => {
      void real.recheck()
      tellApp()
    },
    restart: () => {
      app.relaunch()
      quitting.leave()
    },
    retryKeychain: real.retryKeychain,
    frame: frame.asked,
    showCopy: () => {
      const file = real.trouble()?.params['path']
      if (typeof file === 'string') showFile(file)
    },
    startNewLedger: real.startNew,
  })
  registerChannels(handlers, { contents: () => window.webContents, origin: pageOrigin }, log.bug)
  power.onAway(() => {
    hide('lock')
  })
  power.onBack(desk.wake)
  process.on('unhandledRejection', (reason) => log.bug('unhandled rejection', reason))
  app.on('second-instance', () => {
    bringForward(window)
  })
  app.on('window-all-closed', () => {
    app.quit()
  })
  app.on('will-quit', () => {
    const workspace = desk.workspace()
    if (workspace.ok) workspace.value.close()
    if (real.workspace.ok && workspace !== real.workspace) real.workspace.value.close()
  })
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.info('the page went away', { reason })
    hide('page')
    frame.replacePage()
  })

  frame.begin(desk.view().handovers)
  if (process.argv.includes('--practice')) void desk.startPractice()
  if (real.workspace.ok) {
    real.workspace.value.upkeep.start()
    void real.workspace.value.servers.recover()
  }
}

/**
 * Chromium loses a page for a debugger that attaches while its first document loads. So where a debugging port is open,
 * which only a development run or the test build allows, the window waits until whoever asked for it is there.
 */
function debuggerAttached(): Promise<void> {
  const asked = app.commandLine.hasSwitch('remote-debugging-port')
  return asked ? new Promise((resolve) => setTimeout(resolve, 700)) : Promise.resolve()
}

function runtimes(): Readonly<Record<string, string>> {
  const { electron, chrome, node } = process.versions
  return { electron, chrome, node }
}

function platform(): AppView['platform'] {
  return process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux'
}
