import { isOver } from '../domain/handover'
import { provesByData } from '../domain/old-token'
import type { Ledger, Story } from '../ports/ledger'

/** Whose first data can be seen. */
export interface Sight {
  sees(story: Story): boolean
  /** The server refused to let this connection read the story's bucket. */
  lose(story: Story): void
  /** Rights may have changed: look again. */
  restore(): void
}

/**
 * Data cannot tell which of two live tokens a device uses: with a second one, made on purpose or about to take its
 * place, neither is confirmed by it.
 */
export function createSight(ledger: Pick<Ledger, 'pending'>): Sight {
  const lost = new Set<string>()
  const key = ({ intent }: Story) => `${intent.connection} ${intent.bucket.id}`
  const hasSecond = (story: Story) =>
    ledger
      .pending()
      .some(
        (one) =>
          one.intent.keepBoth &&
          one.intent.device === story.intent.device &&
          key(one) === key(story) &&
          !isOver(one.now),
      )
  const isBeingReplaced = ({ intent, now: { authId } }: Story) =>
    authId !== undefined &&
    ledger
      .pending()
      .some(
        (one) =>
          one.intent.connection === intent.connection &&
          one.intent.replaces?.includes(authId) === true &&
          !isOver(one.now) &&
          !provesByData(one.now),
      )
  // Only a handover that still waits is worth a walk through all of them.
  const waits = ({ now }: Story) => !isOver(now) && now.state !== 'confirmed'
  return {
    sees: (story) =>
      !story.intent.keepBoth &&
      !lost.has(key(story)) &&
      !(waits(story) && (hasSecond(story) || isBeingReplaced(story))),
    lose: (story) => void lost.add(key(story)),
    restore: () => {
      lost.clear()
    },
  }
}
