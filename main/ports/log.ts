/** The log on this laptop. Never given a token, a body or a device's bytes. */
export interface Log {
  info(what: string, detail?: Readonly<Record<string, string | number | boolean>>): void
  /** Notes a bug and returns the short report reference the window shows, such as `7F3K`. */
  bug(what: string, error: unknown): string
}

/** What the log holds. */
export interface LogReader {
  /** The last lines, at most `count`, oldest first; none where there is no log. */
  last(count: number): readonly string[]
}
