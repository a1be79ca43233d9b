import type { AppEvent, HandoverView } from '../contract/views'
import type { Attention } from '../ports/attention'
import type { Screen } from '../ports/screen'

/** Follows what the window is told, and shows outside of it what somebody away from it wants to know. */
export interface AttentionKeeper {
  /** The handovers as they stand: none of them is news. */
  begin(handovers: readonly HandoverView[]): void
  follow(event: AppEvent): void
}

/** Makes the keeper. A notification says no more than `title` and the device ID; pressed, it opens that handover. */
export function createAttentionKeeper(parts: {
  readonly attention: Attention
  readonly screen: Pick<Screen, 'isCovered'>
  readonly title: () => string
  readonly open: (handover: string) => void
}): AttentionKeeper {
  const { attention, screen, title, open } = parts
  const sending = new Map<string, boolean>()
  const pushes = new Map<string, number>()
  let bulk: number | undefined
  let listing = false
  let shown: number | 'moving' | undefined

  const draw = () => {
    // The slowest of several pushes: the bar is full when the last one is done.
    const share = pushes.size > 0 ? Math.min(...pushes.values()) : (bulk ?? (listing ? 'moving' : undefined))
    if (share !== shown) attention.progress(share)
    shown = share
  }
  const note = ({ id, activity, progress, firstDataAt }: HandoverView) => {
    if (activity === 'sending' || activity === 'storing') pushes.set(id, progress ?? 0)
    else pushes.delete(id)
    sending.set(id, firstDataAt !== undefined)
  }
  const begin = (handovers: readonly HandoverView[]) => {
    pushes.clear()
    for (const handover of handovers) note(handover)
    draw()
  }

  return {
    begin,
    follow(event) {
      if (event.kind === 'app') {
        // Another server may be in use, whose window never hears the end of a list of the one before.
        listing = false
        begin(event.app.handovers)
      } else if (event.kind === 'listing') {
        listing = event.underway
        draw()
      } else if (event.kind === 'bulk') {
        bulk = event.done < event.total ? event.done / event.total : undefined
        draw()
      } else if (event.kind === 'handover') {
        const { id, device, firstDataAt } = event.handover
        const news = firstDataAt !== undefined && sending.get(id) === false
        note(event.handover)
        draw()
        if (!news || !screen.isCovered()) return
        attention.notify(title(), device, () => {
          open(id)
        })
      }
    },
  }
}
