import type { StepView } from '../contract/views'
import type { Story } from '../ports/ledger'

/** A handover's durable steps as the window lists them, oldest first. */
export function stepsOf(story: Story | undefined): readonly StepView[] {
  return (story?.events ?? []).map(({ at, event }) => {
    const said = 'proof' in event ? event.proof : 'code' in event ? event.code : undefined
    const detail = event.kind === 'returned' ? event.status : said
    return detail === undefined ? { kind: event.kind, at } : { kind: event.kind, at, detail }
  })
}
