import { failureCodes, type Failure } from '../../main/contract/failure'
import { failureText } from '../../main/contract/text/failures'
import { readDescription } from '../../main/domain/description'
import { isOver, mayErase, type Handover } from '../../main/domain/handover'
import type { Ledger } from '../../main/ports/ledger'

/** A row of the server as the invariants see it. */
export interface InvariantRow {
  readonly id: string
  readonly status: string
  readonly description: string
  readonly userId: string
}

/** What is on a laptop. */
export type Records = Pick<Ledger, 'stories' | 'sealed'>

/**
 * What is on the server and on the laptops once everything is quiet. `foreign` are rows of other installs, `chosen` those
 * that a person switched on beside others.
 */
export interface Quiet {
  readonly rows: readonly InvariantRow[]
  readonly laptops: readonly Records[]
  readonly foreign?: readonly string[]
  readonly chosen?: readonly string[]
}

/**
 * I1, I2 and I3, as sentences, and of I4 that no token stays sealed once nobody needs it; empty when they hold. Foreign rows
 * must all be there.
 */
export function brokenInvariants({ rows, laptops, foreign = [], chosen = [] }: Quiet): readonly string[] {
  const said: string[] = []
  const stories = laptops.flatMap((ledger) => ledger.stories().map((story) => ({ story, ledger })))
  const known = new Map(stories.map((one) => [one.story.now.authId, one]))
  const beside = new Set(stories.flatMap(({ story }) => (isBeside(story.now) ? (story.intent.replaces ?? []) : [])))
  const live = new Map<string, number>()
  for (const row of rows) {
    const { text: device, marker } = readDescription(row.description)
    if (marker === undefined || foreign.includes(row.id)) continue
    const one = known.get(row.id)
    if (one === undefined || isOver(one.story.now)) {
      said.push(`I1 orphan ${row.description} (${one?.story.now.state ?? 'unknown'})`)
      continue
    }
    if (row.status !== 'active') continue
    const { story, ledger } = one
    const sealed = ledger.sealed(story.intent.id)
    if (!(sealed.ok && sealed.value) && story.now.proof === undefined) said.push(`I2 lost ${row.description}`)
    const key = `${device} of ${row.userId} on ${story.intent.connection}`
    if (!story.intent.keepBoth && !chosen.includes(row.id) && !beside.has(row.id))
      live.set(key, (live.get(key) ?? 0) + 1)
  }
  const there = new Set(rows.map(({ id }) => id))
  for (const id of foreign) if (!there.has(id)) said.push(`foreign row ${id} was deleted`)
  for (const { story, ledger } of stories) {
    const { authId } = story.now
    const sealed = mayErase(story.now) ? ledger.sealed(story.intent.id) : undefined
    if (sealed?.ok && sealed.value) said.push(`I4 kept the token of ${story.intent.device} (${story.now.state})`)
    if (authId !== undefined && !isOver(story.now) && !there.has(authId))
      said.push(`I1 missing ${story.intent.device} (${story.now.state})`)
  }
  for (const [key, count] of live) if (count > 1) said.push(`I3 ${count} live tokens of ${key}`)
  return said
}

/** Whether replaced tokens may work beside the new one: the replacement is under way, or a person switched one on again. */
function isBeside(now: Handover): boolean {
  const isUnderWay = (now.old === 'live' || now.old === 'returning') && !isOver(now) && !now.revoking
  return now.old === 'kept' || isUnderWay
}

/** I4: a secret and everything that was written, told or sent, by the name of the place. */
export function leaks(
  secret: string,
  places: Readonly<Record<string, string>>,
  whose = 'the admin token',
): readonly string[] {
  const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, '')]
  return Object.entries(places)
    .filter(([, text]) => forms.some((form) => text.includes(form)))
    .map(([place]) => `I4 ${whose} is in ${place}`)
}

/** I5: failures that were told, each with the milliseconds it took and may take. */
export function untold(
  failures: readonly { readonly failure: Failure; readonly took: number; readonly limit: number }[],
): readonly string[] {
  return failures.flatMap(({ failure, took, limit }) => {
    const whole = failureCodes.includes(failure.code) && hasWords(failureText(failure))
    const late = took > limit ? [`I5 ${failure.code} after ${took} ms, not ${limit}`] : []
    return whole ? late : [`I5 ${failure.code} has no words`, ...late]
  })
}

const hasWords = ({ title, sentence, button }: ReturnType<typeof failureText>) =>
  [title, sentence, button].every((words) => words.trim() !== '')

/** Every failure anywhere in what was told. */
export function failuresIn(told: unknown): readonly Failure[] {
  if (typeof told !== 'object' || told === null) return []
  const inside = Object.values(told).flatMap(failuresIn)
  return 'code' in told && 'params' in told ? [told as Failure, ...inside] : inside
}

/** I5 of everything that was told, but for how long it took; each sentence once. */
export const wordless = (told: unknown): readonly string[] => [
  ...new Set(untold(failuresIn(told).map((failure) => ({ failure, took: 0, limit: 0 })))),
]
