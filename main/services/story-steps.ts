import type { StepView } from '../contract/views'
import type { Story } from '../ports/ledger'

/** A handover's durable steps as the window lists them, oldest first. */
export function stepsOf(story: Story | undefined): readonly StepView[] {
  return (story?.events ?? []).map(({ at, event }) => {
    const detail = 'proof' in event ? event.proof : 'code' in event ? event.code : undefined
    return detail === undefined ? { kind: event.kind, at } : { kind: event.kind, at, detail }
  })
}
