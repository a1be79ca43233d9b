import { isOver, isWaiting, type Handover, type Recorded } from './handover'
import { mustRetire, oldIsDue } from './old-token'

/** What only the server can still do or tell: a token on, one deleted, whether one exists, an old one off, on or deleted. */
export type Errand = 'activation' | 'revocation' | 'look-up' | 'old-token'

/** Work that is decided and waits for the server; `since` is the laptop's time of the decision. */
export interface Waiting {
  readonly what: Errand
  readonly since: number
}

/** A handover's standing and steps; the steps of one that waits for nothing are not read. */
interface Waiter<Step extends Recorded = Recorded> {
  readonly now: Handover
  readonly events: readonly Step[]
}

const decisions: Readonly<Record<Errand, readonly Recorded['event']['kind'][]>> = {
  activation: ['delivered'],
  revocation: ['revoking', 'too-wide'],
  'look-up': ['unsure'],
  'old-token': ['delivered', 'old-back', 'old-ending'],
}

/** The steps since the last decision to revoke was called back. */
const standing = <Step extends Recorded>(events: readonly Step[]) =>
  events.slice(events.findLastIndex(({ event }) => event.kind === 'called-back') + 1)

/**
 * What a handover waits for, by its durable steps alone: so a queue of such work needs no table of its own and outlives
 * any crash. Undefined when the server owes it nothing.
 */
export function waitingFor(story: Waiter): Waiting | undefined {
  const what = errandOf(story.now)
  return what && { what, since: decisionOf(what, story)?.at ?? story.now.askedAt }
}

/**
 * `newestFirst` in the order in which their work was decided, and then those that wait for nothing, oldest first. That is
 * the order in the ledger: this laptop's clock may have jumped between two decisions.
 */
export function inOrder<T extends Waiter<Recorded & { readonly n: number }>>(newestFirst: readonly T[]): readonly T[] {
  const decided = (story: T) => {
    const what = errandOf(story.now)
    return what === undefined ? Infinity : ((decisionOf(what, story) ?? story.events[0])?.n ?? 0)
  }
  return newestFirst
    .toReversed()
    .map((story) => ({ story, n: decided(story) }))
    .sort((a, b) => (a.n === b.n ? 0 : a.n - b.n))
    .map(({ story }) => story)
}

/** The step that decided what is to be done. */
function decisionOf<Step extends Recorded>(what: Errand, { events }: Waiter<Step>): Step | undefined {
  const isDecision = ({ event }: Recorded) => decisions[what].includes(event.kind)
  // An old token is decided about more than once: the last word counts.
  const steps = what === 'revocation' ? standing(events) : events
  return what === 'old-token' ? steps.findLast(isDecision) : steps.find(isDecision)
}

function errandOf(now: Handover): Errand | undefined {
  if (oldIsDue(now)) return 'old-token'
  if (isOver(now)) return undefined
  if (now.revoking) return 'revocation'
  if (mustRetire(now)) return 'old-token'
  if (now.state === 'asked') return 'look-up'
  return now.state !== 'minted' && isWaiting(now) ? 'activation' : undefined
}
