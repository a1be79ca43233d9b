/**
 * The ledger's driver reads freed memory when it closes (tursodatabase/libsql#2251). Tests close thousands of ledgers in one
 * process; that none ends there, glibc keeps the top of its heap. The environment for whatever runs such tests.
 */
export const keepFreedMemory = { MALLOC_TRIM_THRESHOLD_: String(2 ** 40) }
