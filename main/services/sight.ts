import type { Story } from '../ports/ledger'

/** Whose first data can be seen. */
export interface Sight {
  sees(story: Story): boolean
  /** The server refused to let this connection read the story's bucket. */
  lose(story: Story): void
  /** Rights may have changed: look again. */
  restore(): void
}

/** Data cannot tell which of two live tokens a device uses, so a second token on purpose is never confirmed by it. */
export function createSight(): Sight {
  const lost = new Set<string>()
  const key = ({ intent }: Story) => `${intent.connection} ${intent.bucket.id}`
  return {
    sees: (story) => !story.intent.keepBoth && !lost.has(key(story)),
    lose: (story) => void lost.add(key(story)),
    restore: () => {
      lost.clear()
    },
  }
}
