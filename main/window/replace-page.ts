import type { BrowserWindow } from 'electron'

/**
 * Loads the page anew, once answers under way have reached the old one. The way leads over an empty page of another
 * origin: Chromium then ends the old page's process, and what it held in memory goes with it. Where the empty page cannot
 * be had, as when that process dies while it loads, the page comes all the same: a window must not stay empty.
 */
export function replacePage(window: Pick<BrowserWindow, 'isDestroyed' | 'loadURL'>, empty: string, url: string): void {
  setTimeout(() => {
    if (window.isDestroyed()) return
    const load = () => (window.isDestroyed() ? undefined : window.loadURL(url))
    void window.loadURL(empty).then(load, load)
  }, 200)
}
