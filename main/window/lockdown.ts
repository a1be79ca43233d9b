import { app, type Session, type WebContents } from 'electron'

/** Every permission a page could ask for is refused: it needs none. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}

/** The page stays the page: no navigation, no second window, no webview, no dropped file opened. */
function keepOnPage(contents: WebContents, page: string): void {
  const stay = (event: { preventDefault(): void }, url: string) => {
    if (url !== page) event.preventDefault()
  }
  contents.on('will-navigate', (event) => {
    stay(event, event.url)
  })
  contents.on('will-frame-navigate', (event) => {
    stay(event, event.url)
  })
  contents.on('will-redirect', (event) => {
    event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** No downloads: an attachment has no business here. */
export function refuseDownloads(session: Session): void {
  session.on('will-download', (event) => {
    event.preventDefault()
  })
}

/** The same for every page that might ever be made in this process. */
export function lockEveryPage(page: string): void {
  app.on('web-contents-created', (_event, contents) => {
    keepOnPage(contents, page)
  })
}
