/** Randomness, injected so that tests can repeat it. */
export interface Random {
  /** `bytes` cryptographically strong random bytes as lower-case hex. */
  hex(bytes: number): string
}
