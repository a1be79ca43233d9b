import type { BrowserWindow } from 'electron'
import { createAttention } from './adapters/attention'
import { createQr } from './adapters/qrcode'
import type { SettingsChange } from './contract/settings'
import { languageOf } from './contract/text/languages'
import { scannerText } from './contract/scanner-text'
import type { AppEvent, HandoverView } from './contract/views'
import type { Screen } from './ports/screen'
import type { SettingsStore } from './ports/settings'
import { createAttentionKeeper } from './services/attention'
import { emptyUrl, pageUrl } from './window/app-scheme'
import { keepPlace } from './window/keep-place'
import { bringForward } from './window/main-window'
import { replacePage } from './window/replace-page'
import { setMenu } from './window/menu'

/** The window's frame: its place and zoom, its language and menu, and what shows of it outside. */
export interface WindowFrame {
  /** The address of the page in the language in use. */
  page(): string
  /** Loads the page anew; what the old one held in memory goes with it. */
  replacePage(): void
  /** Sees every event the page is told. */
  follow(event: AppEvent): void
  begin(handovers: readonly HandoverView[]): void
  /** Takes over a change of preferences that is the frame's business. */
  changed(change: SettingsChange): void
  /** What the page may ask of the frame. */
  readonly asked: {
    readonly attention: (count: number) => void
    readonly scannerCode: () => { readonly size: number; readonly modules: Uint8Array }
  }
}

/** The page's address; it names the language, for a page speaks one from its first word on. */
function pageIn(settings: SettingsStore): string {
  const { language } = settings.read()
  return language === 'en' ? pageUrl : `${pageUrl}#${language}`
}

/** Builds the frame around the window; `emit` tells the page. */
export function createWindowFrame(parts: {
  readonly window: BrowserWindow
  readonly settings: SettingsStore
  readonly screen: Screen
  readonly emit: (event: AppEvent) => void
}): WindowFrame {
  const { window, settings, screen, emit } = parts
  const attention = createAttention(window)
  const texts = () => languageOf(settings.read().language).texts
  const place = keepPlace(window, {
    read: settings.read,
    write: (display, kept) => {
      settings.update({ places: { ...settings.read().places, [display]: kept }, lastDisplay: display })
    },
  })
  const keeper = createAttentionKeeper({
    attention,
    screen,
    title: () => texts().notifications.firstData,
    open: (handover) => {
      bringForward(window)
      emit({ kind: 'open-handover', handover })
    },
  })
  const drawMenu = () => {
    setMenu(texts().menu, {
      zoom: place.zoom,
      send: (command) => {
        emit({ kind: 'command', command })
      },
    })
  }
  drawMenu()
  const replace = () => {
    replacePage(window, emptyUrl, pageIn(settings))
  }
  return {
    page: () => pageIn(settings),
    replacePage: replace,
    follow: keeper.follow,
    begin: keeper.begin,
    changed({ language, textSize }) {
      if (textSize !== undefined) place.apply()
      if (language === undefined) return
      drawMenu()
      replace()
    },
    asked: {
      attention: attention.badge,
      scannerCode: () => {
        const { size, modules } = createQr().draw(scannerText)
        return { size, modules }
      },
    },
  }
}
