import { networkInterfaces } from 'node:os'
import type { PeerCertificate } from 'node:tls'
import { failure, type Failure } from '../../contract/failure'

/** What is known where a request failed before it was answered. */
export interface Hop {
  readonly host: string
  readonly port: number
  /** The server's certificate, where a TLS handshake got that far. */
  readonly certificate?: Partial<PeerCertificate>
}

/** Whether any network interface but loopback has an address. */
export function hasNetwork(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ internal }) => !internal))
}

/** Names an error of Node's http, net, dns or tls by its code (Node.js "Common system errors", OpenSSL verify codes). */
export function nameNetError(error: unknown, hop: Hop, online: () => boolean): Failure {
  const code = codeOf(error)
  const { host, port } = hop
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EAI_NODATA':
      return online() ? failure('net.dns', { host }) : failure('net.offline')
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return failure('net.offline')
    case 'ECONNREFUSED':
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
      return failure('net.refused', { host, port })
    case 'ETIMEDOUT':
      return failure('net.timeout', { host, n: 30 })
    default:
      return nameTlsError(code, hop) ?? failure('net.cut', { host })
  }
}

function nameTlsError(code: string, { host, certificate }: Hop): Failure | undefined {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return failure('tls.expired', { host, date: day(certificate?.valid_to) })
    case 'CERT_NOT_YET_VALID':
      return failure('tls.not-yet', { host, date: day(certificate?.valid_from) })
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return failure('tls.name', { host, name: nameOf(certificate) })
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return failure('tls.unknown', { host, issuer: issuerOf(certificate) })
    default:
      if (/^(CERT|CRL|UNABLE_TO|ERROR_IN_CERT|INVALID_|PATH_LENGTH|OUT_OF_MEM|ERR_TLS_CERT)/.test(code)) {
        return failure('tls.unknown', { host, issuer: issuerOf(certificate) })
      }
      // Another protocol at that port: plain http behind an https address, or no http at all.
      return /^(EPROTO|ERR_SSL|ERR_TLS|HPE_)/.test(code) ? failure('server.not-influx', { host }) : undefined
  }
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  // Several addresses of one name, each tried: the first says what is wrong.
  if ('errors' in error && Array.isArray(error.errors)) return codeOf(error.errors[0])
  return ''
}

const day = (date: string | undefined) => {
  const at = Date.parse(date ?? '')
  return Number.isNaN(at) ? '?' : new Date(at).toISOString().slice(0, 10)
}

const one = (value: string | readonly string[] | undefined) => (typeof value === 'string' ? value : (value?.[0] ?? ''))
const nameOf = (certificate: Hop['certificate']) =>
  /(?:DNS|IP Address):([^,]+)/.exec(certificate?.subjectaltname ?? '')?.[1] || one(certificate?.subject?.CN) || '?'
const issuerOf = (certificate: Hop['certificate']) => one(certificate?.issuer?.CN) || one(certificate?.issuer?.O) || '?'
