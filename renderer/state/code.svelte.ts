import type { Bridge } from '../../main/contract/channels'
import type { Failure } from '../../main/contract/failure'
import type { CodeView, HideReason } from '../../main/contract/views'
import { CodeParts } from './code-parts.svelte'
import type { Timers } from './timers'

const second = 1000

/** The code on the screen, its countdown and its end. The modules are the token: they are wiped on every way out. */
export class Code {
  /** What to paint; present only while the code is on the screen. */
  shown = $state.raw<CodeView | undefined>(undefined)
  secondsLeft = $state(0)
  totalSeconds = $state(0)
  /** The handover whose code was hidden, or never came to the screen, and why. */
  hidden = $state.raw<{ readonly handover: string; readonly reason: HideReason } | undefined>(undefined)
  fullScreen = $state(false)
  /** The stage is too small: the code covers the whole window by itself. */
  cramped = $state(false)
  /** Which part of it, where it is shown in several. */
  readonly parts: CodeParts
  readonly #bridge: Bridge
  readonly #timers: Timers
  #attempt = 0
  /** The handover whose code main was asked for and has not answered. */
  #asked: string | undefined
  #endsAt = 0
  #stopTicking = () => {}

  constructor(bridge: Bridge, timers: Timers, calm: () => boolean = () => false) {
    this.#bridge = bridge
    this.#timers = timers
    this.parts = new CodeParts(timers, calm)
  }

  /** Asks main for the code and shows it at once; a reply to an attempt that was given up is wiped unseen. */
  async show(handover: string): Promise<Failure | undefined> {
    const attempt = ++this.#attempt
    this.#asked = handover
    const reply = await this.#bridge['handover.show']({ id: handover })
    if (attempt !== this.#attempt) {
      if (!reply.ok) return undefined
      wipe(reply.value)
      if (this.shown === undefined) void this.#bridge['handover.hide']()
      return undefined
    }
    this.#asked = undefined
    if (!reply.ok) {
      // Main shows nothing while another window is in front.
      const covered = reply.failure.code === 'cancelled'
      if (this.shown) this.hide(covered ? 'blur' : 'asked')
      else if (covered) this.withhold(handover, 'blur')
      return covered ? undefined : reply.failure
    }
    this.#wipe()
    this.hidden = undefined
    this.cramped = false
    this.shown = reply.value
    this.parts.begin(reply.value.parts.length)
    this.totalSeconds = Math.round(reply.value.hidesIn / second)
    this.#endsAt = this.#timers.now() + reply.value.hidesIn
    this.#tick()
    return undefined
  }

  /** Takes the code off the screen for good and tells main, unless main said so itself. */
  hide(reason: HideReason, tellMain = true) {
    this.#attempt += 1
    const asked = this.#asked
    this.#asked = undefined
    const was = this.shown
    if (was === undefined) {
      if (asked !== undefined) this.withhold(asked, reason)
      return
    }
    this.#stopTicking()
    this.#wipe()
    this.hidden = { handover: was.handover, reason }
    this.#leaveFullScreen()
    if (tellMain) void this.#bridge['handover.hide']()
  }

  /** A code is due and stays off the screen until somebody asks for it. */
  withhold(handover: string, reason: HideReason) {
    this.hidden = { handover, reason }
  }

  /** Lets the code fill the screen, or puts it back into the stage. */
  setFullScreen(on: boolean) {
    if (this.fullScreen === on) return
    this.fullScreen = on
    void this.#bridge['window.full-screen']({ on })
  }

  #leaveFullScreen() {
    this.setFullScreen(false)
  }

  #tick() {
    const left = this.#endsAt - this.#timers.now()
    if (left <= 0) return this.hide('time')
    this.secondsLeft = Math.ceil(left / second)
    const untilNext = left % second || second
    this.#stopTicking = this.#timers.after(untilNext, () => this.#tick())
  }

  #wipe() {
    this.#stopTicking()
    this.parts.end()
    if (this.shown) wipe(this.shown)
    this.shown = undefined
  }
}

/** Leaves nothing of a code's symbols. */
function wipe({ parts }: CodeView) {
  for (const { sturdy, dense } of parts) {
    sturdy.modules.fill(0)
    dense?.modules.fill(0)
  }
}
