/** The system clipboard. */
export interface Clipboard {
  read(): string
  write(text: string): void
  clear(): void
}
