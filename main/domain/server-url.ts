import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'

/** A server address as Fieldkey keeps it. */
export interface ParsedUrl {
  /** Scheme, host, port unless the scheme's own, path prefix; no trailing slash. */
  readonly url: string
  /** Spaces or line breaks around it were removed: the person is told. */
  readonly trimmed: boolean
}

const refused = failed(failure('input.url'))

/**
 * Reads what a person typed or pasted as a server address. Without a scheme https is meant. Refuses with `input.url`
 * whatever could lead a request, and the token in it, somewhere other than what can be read: credentials, another
 * scheme, query, fragment, backslashes, inner spaces, dot segments, and hosts that a URL parser rewrites (`0x7f.1`).
 */
export function parseServerUrl(typed: string): Result<ParsedUrl> {
  const text = typed.trim()
  if (text === '' || text.length > 2048 || /[\s\p{Cc}\p{Cf}\\?#@]/u.test(text)) return refused
  const parts = /^(?:(https?):\/\/)?([^/]+)(\/.*)?$/i.exec(text)
  if (!parts) return refused
  const [, scheme = 'https', authority = '', path = ''] = parts
  const url = parse(`${scheme.toLowerCase()}://${authority}${path}`)
  if (url === undefined || !keepsHost(authority, url) || !/^https?:$/.test(url.protocol)) return refused
  if (/(^|\/)(\.|%2e){1,2}(\/|$)/i.test(path)) return refused
  return ok({ url: `${url.origin}${url.pathname.replace(/\/+$/, '')}`, trimmed: text !== typed })
}

/** Whether requests to `url` stay on this computer: `localhost`, `127.0.0.0/8` or `::1`. */
export function isLoopback(url: string): boolean {
  const host = parse(url)?.hostname.replace(/\.$/, '') ?? ''
  return host === 'localhost' || host.endsWith('.localhost') || /^127(\.\d+){3}$/.test(host) || host === '[::1]'
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

/** Whether the parser left the typed host as it was; international names may become `xn--`, nothing else may change. */
function keepsHost(authority: string, { hostname, port }: URL): boolean {
  const [, host = '', typedPort] = /^(\[[0-9a-f:.]+\]|[^:[\]%]+)(?::(\d{1,5}))?$/i.exec(authority) ?? []
  if (host === '' || port === '0' || Number(typedPort ?? 1) > 65_535) return false
  if (host.startsWith('[')) return hostname.startsWith('[')
  const dots = (text: string) => text.split('.').length
  if (/[^\p{ASCII}]/u.test(host)) return hostname.includes('xn--') && dots(host) === dots(hostname)
  return hostname === host.toLowerCase()
}
