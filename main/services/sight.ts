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
export function createSight(ledger: Pick<Ledger, 'pending' | 'connections'>): Sight {
  const lost = new Set<string>()
  const key = ({ intent }: Story) => `${intent.connection} ${intent.bucket.id}`
  const secondOf = ({ intent }: Story) => `${intent.connection} ${intent.bucket.id} ${intent.device}`
  let looked:
    { readonly at: readonly Story[]; readonly second: Set<string>; readonly replaced: Set<string> } | undefined
  /** Gathered once for each state of the ledger: in a batch hundreds of handovers ask. */
  const look = () => {
    const at = ledger.pending()
    if (looked?.at === at) return looked
    const open = at.filter(({ now }) => !isOver(now))
    const second = new Set(open.filter(({ intent }) => intent.keepBoth).map(secondOf))
    const replaced = new Set(
      open
        .filter(({ now }) => !provesByData(now))
        .flatMap(({ intent }) => (intent.replaces ?? []).map((old) => `${intent.connection} ${old}`)),
    )
    looked = { at, second, replaced }
    return looked
  }
  const hasSecond = (story: Story) => look().second.has(secondOf(story))
  const isBeingReplaced = ({ intent, now: { authId } }: Story) =>
    authId !== undefined && look().replaced.has(`${intent.connection} ${authId}`)
  const hasNoFlux = ({ intent }: Story) =>
    ledger.connections().some(({ id, noFlux }) => id === intent.connection && noFlux === true)
  // Only a handover that still waits is worth a walk through all of them.
  const waits = ({ now }: Story) => !isOver(now) && now.state !== 'confirmed'
  return {
    sees: (story) =>
      !story.intent.keepBoth &&
      !lost.has(key(story)) &&
      !hasNoFlux(story) &&
      !(waits(story) && (hasSecond(story) || isBeingReplaced(story))),
    lose: (story) => void lost.add(key(story)),
    restore: () => {
      lost.clear()
    },
  }
}
