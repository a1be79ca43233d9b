import type { TokenAct } from '../contract/token-act'
import type { StepView } from '../contract/views'
import { isOfOldToken } from '../domain/old-token'
import type { Story } from '../ports/ledger'
import { stepsOf } from './story-steps'

/**
 * What this laptop did with a token, by time: the steps of the handover that made it, `story`; what handovers among
 * `stories` that replace it made of it, each with the new token's ID; and the acts noted of it.
 */
export function stepsOfToken(parts: {
  readonly id: string
  readonly story: Story | undefined
  readonly stories: readonly Story[]
  readonly acts: readonly TokenAct[]
}): readonly StepView[] {
  const { id, story, stories, acts } = parts
  const replacing = stories.filter(({ intent }) => intent.replaces?.includes(id) === true)
  return [...stepsOf(story), ...replacing.flatMap(fateOf), ...acts.map(stepOf)].sort((one, other) => one.at - other.at)
}

/** What became of the old token, as its own record has it: `old-off` of the new one's story is `its-off`. */
function fateOf({ events, now }: Story): readonly StepView[] {
  return events.flatMap(({ at, event }) => {
    if (!isOfOldToken(event)) return []
    const kind = event.kind.replace('old-', 'its-')
    return [{ kind, at, ...(now.authId === undefined ? {} : { detail: now.authId }) }]
  })
}

function stepOf({ kind, at, detail, answered }: TokenAct): StepView {
  return { kind, at, ...(detail === '' ? {} : { detail }), ...(answered ? {} : { unanswered: true }) }
}
