import { ok, type Result } from '../contract/result'
import { qrPayload } from '../domain/qr-payload'
import type { Clock } from '../ports/clock'
import type { Story } from '../ports/ledger'
import type { Qr, QrMatrix } from '../ports/qr'
import type { OpenSettings } from './sealed-token'

/** A code ready to be shown. */
export interface Drawn {
  readonly payload: string
  readonly matrix: QrMatrix
}

/** Draws codes, ahead of time where that costs nobody any. */
export interface Drawing {
  /** Draws while the server is busy with this handover's activation. Whether it is ever shown is decided elsewhere. */
  ahead(story: Story): void
  /** The code of a story, the one drawn ahead if there is one. */
  draw(story: Story): Promise<Result<Drawn>>
  /** Forgets what was drawn ahead. */
  drop(): void
  /** The library's first drawing takes some ten times as long as the next ones: let it happen while an ID is typed. */
  warm(): void
}

/** About the length of a settings payload. */
const likely = 'x'.repeat(220)

/** Makes the drawing. */
export function createDrawing(parts: {
  readonly openSettings: OpenSettings
  readonly qr: Qr
  readonly clock: Clock
}): Drawing {
  const { openSettings, qr, clock } = parts
  let warmed = false
  let early: { readonly id: string; readonly drawn: Promise<Result<Drawn>> } | undefined

  const now = async (story: Story): Promise<Result<Drawn>> => {
    const record = await openSettings(story)
    if (!record.ok) return record
    const payload = qrPayload(record.value)
    return ok({ payload, matrix: qr.draw(payload) })
  }

  return {
    ahead(story) {
      const { id } = story.intent
      // After the requests that are being sent right now have left.
      clock.after(0, () => {
        early ??= { id, drawn: now(story) }
      })
    },
    async draw(story) {
      const ready = early?.id === story.intent.id ? await early.drawn : undefined
      early = undefined
      return ready?.ok ? ready : now(story)
    },
    drop: () => (early = undefined),
    warm() {
      if (!warmed) qr.draw(likely)
      warmed = true
    },
  }
}
