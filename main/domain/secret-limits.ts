/** What the smallest keychain holds, in bytes: Windows' credential manager. */
const most = 2560

/** Whether a keychain keeps `secret` whole: a NUL would cut it, and 2,560 UTF-8 bytes are the smallest one's limit. */
export function fitsVault(secret: string): boolean {
  return secret !== '' && !secret.includes('\0') && new TextEncoder().encode(secret).length <= most
}
