import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { protocol, type Session } from 'electron'

/** Where the window's page lives. A scheme of our own has an origin, which `file:` has not. */
export const pageOrigin = 'app://fieldkey'

/** The one page. */
export const pageUrl = `${pageOrigin}/index.html`

/** A page with nothing on it, of another origin. */
export const emptyUrl = 'app://empty/index.html'

const nothing = new Uint8Array()

/** Nothing but our own files, no inline script or style, no connection anywhere: the page talks to main only. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'none'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ')

/** What a page may not even ask for: main's refusal is the second lock, and some of these have no first one. */
const permissionsPolicy = [
  'bluetooth',
  'camera',
  'clipboard-read',
  'display-capture',
  'fullscreen',
  'geolocation',
  'hid',
  'idle-detection',
  'local-fonts',
  'microphone',
  'midi',
  'payment',
  'screen-wake-lock',
  'serial',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/** Announces the scheme; must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/**
 * The file of `folder` that `url` asks for; undefined for everything that is not a plain path to a known kind of file. A
 * language may follow it, for the page to read.
 */
export function fileFor(folder: string, url: string): string | undefined {
  if (!/^app:\/\/fieldkey\/[A-Za-z0-9/._-]+(#[A-Za-z-]{2,8})?$/.test(url) || url.includes('..')) return undefined
  const file = path.join(folder, ...new URL(url).pathname.split('/').filter((part) => part !== ''))
  return types[path.extname(file)] !== undefined && file.startsWith(folder + path.sep) ? file : undefined
}

/** Serves `folder` under `app://fieldkey/` to one session. */
export function serveApp(session: Session, folder: string): void {
  session.protocol.handle('app', async ({ url, method }) => {
    const file = method === 'GET' ? fileFor(folder, url) : undefined
    const bytes =
      url === emptyUrl ? nothing : file === undefined ? undefined : await readFile(file).catch(() => undefined)
    if (bytes === undefined) return new Response('Not found', { status: 404 })
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': types[path.extname(file ?? emptyUrl)] ?? 'application/octet-stream',
        'content-security-policy': contentSecurityPolicy,
        'permissions-policy': permissionsPolicy,
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
      },
    })
  })
}
