/**
 * CRC-32/ISO-HDLC of `bytes` (polynomial 04C11DB7 reflected, initial value and final xor FFFFFFFF) as an unsigned
 * integer. Check value of "123456789": CBF43926. Bit by bit, so that it reads like the document.
 */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}

/** The CRC as frames carry it: eight upper-case hex digits. */
export function crc32Hex(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).toUpperCase().padStart(8, '0')
}
