import type { Result } from '../contract/result'

/** Sealing and hashing. Keys and sealed texts are base64 strings, so that the ledger stores text only. */
export interface Crypto {
  /** A new 256-bit sealing key, base64. */
  newKey(): string
  /** The key's public name: first 16 hex digits of its SHA-256. */
  keyId(key: string): string
  /** AES-256-GCM with a random 96-bit IV; `bound` is authenticated but not stored. Returns base64 of IV, text, tag. */
  seal(key: string, text: string, bound: string): string
  /** Opens what `seal` made with the same key and `bound`; `keychain.seal-lost` when either differs. */
  open(key: string, sealed: string, bound: string): Result<string>
  /**
   * Seals under words that people type: scrypt (RFC 7914; N = 2^17, r = 8, p = 1, a random 128-bit salt) makes the key of a
   * `seal`. Returns base64 of salt and seal. Takes a good part of a second, as every guess would.
   */
  sealWithPhrase(phrase: string, text: string, bound: string): Promise<string>
  /** Opens what `sealWithPhrase` made; `laptop.phrase` when phrase, `bound` or text differ. */
  openWithPhrase(phrase: string, sealed: string, bound: string): Promise<Result<string>>
  /** SHA-256 of the UTF-8 bytes of `text`, 64 lower-case hex digits. */
  sha256(text: string): string
  /**
   * Reads a PEM text, every certificate in it: the subject of the authority for people, the SHA-256 of its DER for devices.
   * Of several the first that signed itself, else the first. `input.certificate` when one of them cannot be read.
   */
  certificate(pem: string): Result<{ readonly subject: string; readonly sha256: string }>
}
