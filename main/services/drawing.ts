import type { CodeContentView, CodePart } from '../contract/code-views'
import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import { partVersion, splitCode } from '../domain/split-code'
import type { Clock } from '../ports/clock'
import type { Crypto } from '../ports/crypto'
import type { Story } from '../ports/ledger'
import type { Qr } from '../ports/qr'
import type { ChosenContent, CodeContents } from './code-content'
import type { OpenSettings } from './sealed-token'

/** A code ready to be shown. */
export interface Drawn {
  readonly payload: string
  readonly content: CodeContentView
  readonly parts: readonly CodePart[]
}

/** Draws codes, ahead of time where that costs nobody any. */
export interface Drawing {
  /** Draws while the server is busy with this handover's activation. Whether it is ever shown is decided elsewhere. */
  ahead(story: Story): void
  /** The code of a story, the one drawn ahead if there is one and the choice of content is still the same. */
  draw(story: Story): Promise<Result<Drawn>>
  /** Forgets what was drawn ahead. */
  drop(): void
  /** The library's first drawing takes some ten times as long as the next ones: let it happen while an ID is typed. */
  warm(): void
}

/** About the length of a settings payload. */
const likely = 'x'.repeat(220)

/** The most characters a symbol can hold at level M, less what mixed modes may cost. */
const mostInOne = 2300

/** Makes the drawing. */
export function createDrawing(parts: {
  readonly openSettings: OpenSettings
  readonly contents: CodeContents
  readonly qr: Qr
  readonly crypto: Pick<Crypto, 'sha256'>
  readonly clock: Clock
}): Drawing {
  const { openSettings, contents, qr, crypto, clock } = parts
  let warmed = false
  let early: { readonly id: string; readonly key: string; readonly drawn: Promise<Result<Drawn>> } | undefined

  const now = async (story: Story, content: ChosenContent): Promise<Result<Drawn>> => {
    const record = await openSettings(story)
    if (!record.ok) return record
    const payload = content.write(record.value)
    const split = content.split ? splitCode(payload, crypto.sha256) : undefined
    if (split) return ok({ payload, content: content.view, parts: split.map(ofPart) })
    if (payload.length > mostInOne) return failed(failure('qr.screen-small'))
    return ok({ payload, content: content.view, parts: [whole(payload)] })
  }

  const ofPart = (text: string): CodePart => ({ sturdy: qr.draw(text, { leastVersion: partVersion }) })
  const whole = (text: string): CodePart => {
    const sturdy = qr.draw(text)
    const dense = qr.draw(text, { level: 'L' })
    return dense.size < sturdy.size ? { sturdy, dense } : { sturdy }
  }

  return {
    ahead(story) {
      const { id } = story.intent
      // After the requests that are being sent right now have left.
      clock.after(0, () => {
        const content = contents.chosen()
        if (content.ok) early ??= { id, key: content.value.key, drawn: now(story, content.value) }
      })
    },
    async draw(story) {
      const content = contents.chosen()
      if (!content.ok) return content
      const fits = early?.id === story.intent.id && early.key === content.value.key
      const ready = fits ? await early?.drawn : undefined
      early = undefined
      return ready?.ok ? ready : now(story, content.value)
    },
    drop: () => (early = undefined),
    warm() {
      if (!warmed) whole(likely)
      warmed = true
    },
  }
}
