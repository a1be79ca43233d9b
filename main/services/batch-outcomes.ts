import { failure, type Failure } from '../contract/failure'
import type { DuplicateView } from '../contract/views'
import { isOutage } from './sessions'

/** What became of one device: its token is active and sealed, stands in the way, or there is none and why. */
export type BatchOutcome =
  | { readonly kind: 'ready'; readonly device: string; readonly handover: string }
  | { readonly kind: 'duplicate'; readonly device: string; readonly tokens: readonly DuplicateView[] }
  | { readonly kind: 'failed'; readonly device: string; readonly failure: Failure }

/** How a batch is followed and stopped; what was begun is finished, what was not is not begun. */
export interface BatchFollower {
  readonly onOutcome?: (outcome: BatchOutcome) => void
  readonly signal?: AbortSignal
}

/** What one batch has come to so far, and whether it goes on. */
export interface BatchOutcomes {
  end(outcome: BatchOutcome): void
  fail(device: string, why: Failure): void
  /** A dead network or a full disk stops what has not been begun. */
  heed(why: Failure): void
  /** Why nothing more can go to the server or the disk. */
  outage(): Failure | undefined
  /** Why nothing more is begun: an outage, or the person's wish. */
  stopped(): Failure | undefined
  inOrderOf(devices: readonly string[]): readonly BatchOutcome[]
}

/** Makes the outcomes of one batch. */
export function createOutcomes({ onOutcome, signal }: BatchFollower): BatchOutcomes {
  const outcomes = new Map<string, BatchOutcome>()
  let outage: Failure | undefined

  const end = (outcome: BatchOutcome) => {
    outcomes.set(outcome.device, outcome)
    onOutcome?.(outcome)
  }

  return {
    end,
    fail(device, why) {
      end({ kind: 'failed', device, failure: why })
    },
    heed(why) {
      const isLost = why.code === 'token.unsure' && why.cause !== undefined
      if (isOutage(why) || isLost || why.code.startsWith('disk.')) outage ??= why
    },
    outage: () => outage,
    stopped: () => (signal?.aborted ? failure('cancelled') : outage),
    inOrderOf: (devices) => devices.flatMap((device) => outcomes.get(device) ?? []),
  }
}
