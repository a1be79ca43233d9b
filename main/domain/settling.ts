import { readDescription } from './description'
import { isOver, isWaiting, type Handover, type Intent } from './handover'
import { endOfOld, isBackByPerson, mustRetire } from './old-token'
import { comeBack, mayReturn } from './returning'

/** What settling looks at in a listed authorization. */
export interface ListedRow {
  readonly id: string
  readonly description: string
  readonly userId: string
  readonly status: 'active' | 'inactive'
  /** ISO 8601, server's clock: the last PATCH. */
  readonly updatedAt: string
}

/** A story as settling sees it. */
export interface Told {
  readonly intent: Intent
  readonly now: Handover
}

/** What is to be done so that server and ledger agree again. */
export type Repair =
  /** A row with our nonce that is not the ledger's: a lost answer or a doubled POST. Nobody has its text. */
  | { readonly kind: 'remove-orphan'; readonly handover: string; readonly authId: string }
  /** Ended in the ledger, or to be ended, and still on the server. */
  | { readonly kind: 'revoke'; readonly handover: string; readonly authId: string }
  /** Decided to be ended, but the server never had it or has it no more. */
  | { readonly kind: 'revoked'; readonly handover: string }
  /** On by the ledger, and listed as off: by a person, another laptop, a backup, or an answer that was lost. */
  | { readonly kind: 'off-elsewhere'; readonly handover: string }
  /** The device has it and it was never switched on. */
  | { readonly kind: 'activate'; readonly handover: string }
  /** Not in a list that would show it. */
  | { readonly kind: 'absent'; readonly handover: string }
  /** The ledger's token is not in a list that would show it: look it up by ID before believing so. */
  | { readonly kind: 'look-up'; readonly handover: string; readonly authId: string }
  /** The device has the new token and the old one still works. */
  | { readonly kind: 'retire-old'; readonly handover: string }
  /** Decided to switch the old token on again; the new one is not ended yet. */
  | { readonly kind: 'old-back'; readonly handover: string }
  /** Decided to delete the old token, or its time is over. */
  | { readonly kind: 'end-old'; readonly handover: string }
  /** Somebody switched the old token on again: it is no longer ours to end. */
  | { readonly kind: 'keep-old'; readonly handover: string }
  /** A restored server brought an old token back that was switched off. */
  | { readonly kind: 'off-again'; readonly handover: string; readonly authId: string }
  /** … or one that was deleted. */
  | { readonly kind: 'end-again'; readonly handover: string; readonly authId: string }
  /** The device's token, ended by somebody else, is there again: what follows is told of where it stands then. */
  | { readonly kind: 'returned'; readonly handover: string; readonly status: ListedRow['status'] }

/**
 * Compares one full list with the stories of its connection. `complete` says whether the list is evidence of absence for
 * an owner's tokens, `serverTime` is its clock (milliseconds) where it told. A row belongs to us by its *nonce*: the install
 * ID is copied with a disk, the nonce is not.
 */
export function repairs(
  stories: readonly Told[],
  rows: readonly ListedRow[],
  complete: (owner: string) => boolean,
  serverTime?: number,
): readonly Repair[] {
  const byNonce = new Map<string, ListedRow[]>()
  for (const row of rows) {
    const nonce = readDescription(row.description).marker?.nonce
    if (nonce !== undefined) byNonce.set(nonce, [...(byNonce.get(nonce) ?? []), row])
  }
  const byId = new Map(rows.map((row) => [row.id, row]))
  // Deleted for good: another one of this ledger took its place.
  const succeeded = new Set(stories.flatMap(({ intent, now }) => (now.old === 'gone' ? (intent.replaces ?? []) : [])))
  const stays = ({ now }: Told) => mayReturn(now) && !succeeded.has(now.authId ?? '')
  const back = stories.flatMap((story): readonly Extract<Repair, { kind: 'returned' }>[] => {
    const row = stays(story) && byNonce.get(story.intent.nonce)?.find(({ id }) => id === story.now.authId)
    return row ? [{ kind: 'returned', handover: story.intent.id, status: row.status }] : []
  })
  const statuses = new Map(back.map(({ handover, status }) => [handover, status]))
  const told = stories.map((story) => {
    const status = statuses.get(story.intent.id)
    return status === undefined ? story : { ...story, now: { ...story.now, ...comeBack(story.now, status) } }
  })
  const over = new Set(told.flatMap(({ now }) => (isOver(now) ? (now.authId ?? []) : [])))
  const mended = told.flatMap((story) => [
    ...repair(story, byNonce.get(story.intent.nonce) ?? [], byId, complete, stays(story)),
    ...repairOld(
      story,
      // What its own handover ends is not ended twice.
      rows.filter(({ id }) => story.intent.replaces?.includes(id) === true && !over.has(id)),
      serverTime,
    ),
  ])
  return [...back, ...mended]
}

/** What is to be done about the tokens a handover replaces, listed in `old`. Their time is told by the server: this laptop's clock may jump. */
function repairOld({ intent, now }: Told, old: readonly ListedRow[], serverTime?: number): readonly Repair[] {
  const handover = intent.id
  const isDelivered = now.state === 'delivered' || now.state === 'confirmed'
  if (now.old === 'live' && (mustRetire(now) || (isDelivered && isWaiting(now) && !now.revoking))) {
    return [{ kind: 'retire-old', handover }]
  }
  if (now.old === 'returning' || (now.old === 'on' && !isOver(now) && !now.revoking))
    return [{ kind: 'old-back', handover }]
  if (now.old === 'ending') return [{ kind: 'end-old', handover }]
  if (now.old === 'gone') return old.map(({ id }) => ({ kind: 'end-again', handover, authId: id }))
  const { oldOffAt } = now
  if (now.old !== 'off' || oldOffAt === undefined) return []
  const back = old.filter(({ status }) => status === 'active')
  if (back.some((row) => isBackByPerson(row, oldOffAt))) return [{ kind: 'keep-old', handover }]
  if (serverTime !== undefined && serverTime >= endOfOld(oldOffAt)) return [{ kind: 'end-old', handover }]
  return back.map(({ id }) => ({ kind: 'off-again', handover, authId: id }))
}

function repair(
  { intent, now }: Told,
  ours: readonly ListedRow[],
  byId: ReadonlyMap<string, ListedRow>,
  complete: (owner: string) => boolean,
  stays: boolean,
): readonly Repair[] {
  const handover = intent.id
  const orphans: readonly Repair[] = ours
    .filter(({ id }) => id !== now.authId)
    .map(({ id }) => ({ kind: 'remove-orphan', handover, authId: id }))
  const { authId } = now

  if (authId === undefined) {
    if (isOver(now) || orphans.length > 0) return orphans
    if (!complete(intent.owner)) return []
    return [{ kind: now.revoking ? 'revoked' : 'absent', handover }]
  }
  const listed = byId.get(authId)
  // Also what somebody else had ended before a device was known to have it: nobody could hand it over any more.
  const mustGo = now.revoking || (isOver(now) && !stays)
  if (mustGo && listed) return [...orphans, { kind: 'revoke', handover, authId }]
  if (isOver(now)) return orphans
  if (now.revoking) return complete(intent.owner) ? [...orphans, { kind: 'look-up', handover, authId }] : orphans
  if (!listed) return complete(intent.owner) ? [...orphans, { kind: 'look-up', handover, authId }] : orphans
  if (now.state !== 'minted' && isWaiting(now)) return [...orphans, { kind: 'activate', handover }]
  if (listed.status === 'inactive' && now.active && !now.disabled)
    return [...orphans, { kind: 'off-elsewhere', handover }]
  return orphans
}

/**
 * Whether enough was seen to say that a token never existed: absent twice in one run (the caller keeps them two minutes
 * apart on a clock that never jumps) and once more in a later one.
 */
export function isAbandoned(absentRuns: readonly string[]): boolean {
  return absentRuns.some(
    (run, i) => absentRuns.indexOf(run) < i && absentRuns.slice(i + 1).some((later) => later !== run),
  )
}
