import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import type { CodeView, HideReason } from '../contract/views'
import { isOver, mayErase } from '../domain/handover'
import type { SettingsRecord } from '../domain/settings-record'
import type { Clock } from '../ports/clock'
import type { Power } from '../ports/power'
import type { Screen } from '../ports/screen'
import type { SettingsStore } from '../ports/settings'
import type { Board, Emit } from './board'
import type { Drawing } from './drawing'
import type { CoverScreen } from './screen-cover'

/** A code that a device looks at. `known`: what its label and firmware say, for codes that do not hold everything. */
export interface InView {
  readonly payload: string
  readonly known: Omit<SettingsRecord, 'token'>
}

/** Says whether whoever asked for a code is still there to see it. */
export type IsThere = () => boolean

/** The one code that may be on the screen. */
export interface CodeOnScreen {
  /** For somebody who asks for a code now and has to wait: there until the page is gone, or the laptop put away. */
  asked(): IsThere
  /**
   * Draws the code of an active token and starts its countdown. `token.unsure` while the token is not known active,
   * `token.off` once it was switched off, `cancelled` when nobody is there any more.
   */
  show(id: string, isThere: IsThere): Promise<Result<CodeView>>
  /** Takes the code off the screen; nothing happens when none is there. */
  hide(reason: HideReason): void
  /** The same, if the code on the screen is this handover's. */
  hideIf(id: string, reason: HideReason): void
  /** The whole payload on the screen. */
  payload(): string | undefined
  /** The same for the practice device that looks at it, and what a device knows of itself without a code. */
  inView(): InView | undefined
}

/** Makes the code's keeper. */
export function createCodeOnScreen(parts: {
  readonly board: Board
  readonly drawing: Drawing
  readonly clock: Clock
  readonly settings: SettingsStore
  readonly power: Power
  readonly screen: Pick<Screen, 'isCovered'>
  readonly cover: CoverScreen
  readonly emit: Emit
}): CodeOnScreen {
  const { board, drawing, clock, settings, power, screen, cover, emit } = parts
  let departures = 0
  let shown: (InView & { readonly id: string; readonly release: () => void }) | undefined

  const takeBack = () => {
    const was = shown
    shown = undefined
    was?.release()
    return was?.id
  }
  const asked = (): IsThere => {
    const before = departures
    return () => departures === before
  }
  const hide = (reason: HideReason) => {
    if (reason === 'page' || reason === 'lock') departures += 1
    const handover = takeBack()
    if (handover !== undefined) emit({ kind: 'code-hidden', handover, reason })
  }

  return {
    asked,
    async show(id, isThere) {
      const story = board.story(id)
      if (!story || isOver(story.now)) return failed(failure('token.gone', { id: story?.intent.device ?? '' }))
      const isOff = story.now.disabled && !story.now.revoking
      if (isOff) return failed(failure('token.off', { id: story.intent.device }))
      if (!story.now.active || story.now.revoking) return failed(failure('token.unsure'))
      const drawn = await drawing.draw(story)
      if (!drawn.ok) return drawn
      // Drawn anew, it takes the place of its own code: the page has that one from the answer.
      if (shown?.id === id) takeBack()
      else hide('next')
      // While the keychain was asked, its data may have come, or its end.
      const now = board.story(id)?.now
      if (!now || mayErase(now)) return failed(failure('token.gone', { id: story.intent.device }))
      if (!isThere() || screen.isCovered()) return failed(failure('cancelled'))
      const noted = board.note(id, { kind: 'shown' })
      if (!noted.ok) return noted
      const { payload, parts: symbols, content } = drawn.value
      const { settings: told, orgId, bucket, device } = story.intent
      const uncover = cover()
      const hidesIn = settings.read().hideAfter * 1000
      const keepOn = power.keepDisplayOn()
      const cancel = clock.after(hidesIn, () => {
        hide('time')
      })
      shown = {
        id,
        payload,
        known: { url: told.url, org: orgId, bucket: bucket.id, device },
        release: () => {
          cancel()
          keepOn()
          uncover()
        },
      }
      return ok({ handover: id, content, parts: symbols, hidesIn })
    },
    hide,
    hideIf: (id, reason) => {
      if (shown?.id === id) hide(reason)
    },
    payload: () => shown?.payload,
    inView: () => shown && { payload: shown.payload, known: shown.known },
  }
}
