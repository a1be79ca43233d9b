import { text } from '../../main/contract/text/text'
import type { ConnectionView } from '../../main/contract/views'

const loopback = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** What is unwise about the address that devices are given, in one sentence; undefined where nothing is, and in practice. */
export function deviceCaution(connection: ConnectionView | undefined): string | undefined {
  if (connection === undefined || connection.practice) return undefined
  const address = parsed(connection.deviceUrl)
  if (address === undefined) return undefined
  const { protocol, hostname, host } = address
  if (loopback.test(hostname)) return text.handOver.unreachable(host)
  return protocol === 'http:' ? text.handOver.unencrypted : undefined
}

function parsed(url: string): URL | undefined {
  try {
    return new URL(url)
  } catch {
    return undefined
  }
}
