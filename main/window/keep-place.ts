import { screen, type BrowserWindow } from 'electron'
import { nextZoom, zoomFactor, type Place } from './place'

/** Where places are kept between two runs. */
export interface PlaceStore {
  read(): { readonly places: Readonly<Record<string, Place>>; readonly textSize: number }
  write(display: string, place: Place): void
}

/** The window's place and size, kept for each display. */
export interface KeptPlace {
  /** Enlarges the page as the display and the text size ask for. */
  apply(): void
  zoom(by: 'in' | 'out' | 'reset'): void
}

/** Follows the window from display to display, and notes where it was when it closes. */
export function keepPlace(window: BrowserWindow, store: PlaceStore): KeptPlace {
  const here = () => String(screen.getDisplayMatching(window.getBounds()).id)
  const placeOf = (display: string): Place => store.read().places[display] ?? { zoom: 100 }
  const apply = () => {
    if (!window.isDestroyed()) window.webContents.setZoomFactor(zoomFactor(placeOf(here()).zoom, store.read().textSize))
  }
  let display = here()
  // Chromium keeps a zoom for each page's host, and the page is loaded more than once.
  window.webContents.on('did-navigate', apply)
  window.on('move', () => {
    if (here() === display) return
    display = here()
    apply()
  })
  window.on('close', () => {
    store.write(here(), { ...placeOf(here()), bounds: window.getNormalBounds(), maximised: window.isMaximized() })
  })
  return {
    apply,
    zoom(by) {
      const place = placeOf(here())
      store.write(here(), { ...place, zoom: nextZoom(place.zoom, by) })
      apply()
    },
  }
}
