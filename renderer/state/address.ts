const scheme = /^[a-z][a-z0-9+.-]*:\/\//i
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/i

/** An address with its scheme: https where none was typed, http on this computer itself. Main judges it. */
export function fullAddress(typed: string): string {
  const address = typed.trim()
  if (address === '' || scheme.test(address)) return address
  return `${loopback.test(address) ? 'http' : 'https'}://${address}`
}
