import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import type { CodeView, HideReason } from '../contract/views'
import { isOver, mayErase } from '../domain/handover'
import type { Clock } from '../ports/clock'
import type { Power } from '../ports/power'
import type { Screen } from '../ports/screen'
import type { SettingsStore } from '../ports/settings'
import type { Board, Emit } from './board'
import type { Drawing } from './drawing'

/** The one code that may be on the screen. */
export interface CodeOnScreen {
  /** Draws the code of an active token and starts its countdown. `token.unsure` while the token is not known active. */
  show(id: string): Promise<Result<CodeView>>
  /** Takes the code off the screen; nothing happens when none is there. */
  hide(reason: HideReason): void
  /** The same, if the code on the screen is this handover's. */
  hideIf(id: string, reason: HideReason): void
  /** The payload on the screen, for the practice device that looks at it. */
  payload(): string | undefined
}

/** Makes the code's keeper. */
export function createCodeOnScreen(parts: {
  readonly board: Board
  readonly drawing: Drawing
  readonly clock: Clock
  readonly settings: SettingsStore
  readonly power: Power
  readonly screen: Screen
  readonly emit: Emit
}): CodeOnScreen {
  const { board, drawing, clock, settings, power, screen, emit } = parts
  let shown: { readonly id: string; readonly payload: string; readonly release: () => void } | undefined

  const hide = (reason: HideReason) => {
    if (!shown) return
    const { id, release } = shown
    shown = undefined
    release()
    screen.protect(false)
    emit({ kind: 'code-hidden', handover: id, reason })
  }

  return {
    async show(id) {
      const story = board.story(id)
      if (!story || isOver(story.now)) return failed(failure('token.gone', { id: story?.intent.device ?? '' }))
      if (!story.now.active || story.now.disabled || story.now.revoking) return failed(failure('token.unsure'))
      const drawn = await drawing.draw(story)
      if (!drawn.ok) return drawn
      hide('next')
      // While the keychain was asked, its data may have come, or its end.
      const now = board.story(id)?.now
      if (!now || mayErase(now)) return failed(failure('token.gone', { id: story.intent.device }))
      if (screen.isCovered()) return failed(failure('cancelled'))
      const noted = board.note(id, { kind: 'shown' })
      if (!noted.ok) return noted
      const { payload, matrix } = drawn.value
      screen.protect(true)
      const hidesIn = settings.read().hideAfter * 1000
      const keepOn = power.keepDisplayOn()
      const cancel = clock.after(hidesIn, () => {
        hide('time')
      })
      shown = {
        id,
        payload,
        release: () => {
          cancel()
          keepOn()
        },
      }
      return ok({ handover: id, size: matrix.size, modules: matrix.modules, hidesIn })
    },
    hide,
    hideIf: (id, reason) => {
      if (shown?.id === id) hide(reason)
    },
    payload: () => shown?.payload,
  }
}
