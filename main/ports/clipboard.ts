/** The system clipboard. */
export interface Clipboard {
  /** Its text; Electron 45 answers with a promise, 25 at once. */
  read(): Promise<string>
  write(text: string): void
  clear(): void
}
