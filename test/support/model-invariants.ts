import { readDescription } from '../../main/domain/description'
import { isOver } from '../../main/domain/handover'
import type { Store } from './memory-ledger'
import type { ModelWorld } from './model-world'

/** I1, I2 and I3, as sentences; empty when they hold. `foreign` are rows of other installs, which must all be there. */
export function brokenInvariants(
  { rows, state }: Pick<ModelWorld, 'rows' | 'state'>,
  laptops: readonly { readonly store: Store }[],
  foreign: readonly string[],
): readonly string[] {
  const said: string[] = []
  const known = new Map(
    laptops.flatMap((one) =>
      [...one.store.stories.values()].map((story) => [story.now.authId, { story, store: one.store }] as const),
    ),
  )
  const live = new Map<string, number>()
  for (const row of rows()) {
    if (foreign.includes(row.id)) continue
    const one = known.get(row.id)
    if (one === undefined || (isOver(one.story.now) && !one.story.now.revoking)) {
      said.push(`I1 orphan ${row.description} (${one?.story.now.state ?? 'unknown'})`)
      continue
    }
    if (row.status !== 'active') continue
    const { story, store } = one
    if (!store.sealed.has(story.intent.id) && story.now.proof === undefined) said.push(`I2 lost ${row.description}`)
    const device = readDescription(row.description).text
    if (!story.intent.keepBoth) live.set(device, (live.get(device) ?? 0) + 1)
  }
  for (const id of foreign) if (!state.authorizations.has(id)) said.push(`foreign row ${id} was deleted`)
  for (const { story } of known.values()) {
    const { authId } = story.now
    if (authId !== undefined && !isOver(story.now) && !state.authorizations.has(authId))
      said.push(`I1 missing ${story.intent.device} (${story.now.state})`)
  }
  for (const [device, count] of live) if (count > 1) said.push(`I3 ${count} live tokens of ${device}`)
  return said
}
