import { failure } from '../contract/failure'
import { done, failed, ok, type Result } from '../contract/result'
import type { HideReason } from '../contract/views'
import type { Clipboard } from '../ports/clipboard'
import type { Clock } from '../ports/clock'
import type { Crypto } from '../ports/crypto'
import type { Random } from '../ports/random'
import type { Screen } from '../ports/screen'
import type { SettingsStore } from '../ports/settings'
import type { Emit } from './board'
import type { CoverScreen } from './screen-cover'
import type { Claim } from './unclaimed'

const keptFor = 10 * 60_000
const copiedFor = 30_000

/** Texts of tokens just created: in this process's memory only, each under a handle, for a short while. */
export interface TokenTexts {
  /** For somebody who asks for a token now and has to wait: there until all texts are forgotten. */
  asked(): () => boolean
  /** Keeps a text and returns its handle, 16 hex digits. Once it is forgotten, its claim is let go. */
  keep(text: string, claim?: Pick<Claim, 'take' | 'letGo'>): string
  /**
   * To show and to copy both take the text's claim first. What is shown is to be hidden as a code is, and after the same
   * time. `token.forgotten` once the text is gone, `disk.full`, `cancelled` while another window is in front.
   */
  act(handle: string, act: 'show' | 'hide' | 'copy'): Result<{ readonly text?: string }>
  /** Tells the page to take a text off the screen; nothing happens when none is there. */
  hide(reason: HideReason): void
  /** Copies a text that is not kept. */
  copy(text: string): void
  /** Forgets a text. What nobody took ends, with `revoke` also what somebody may have: `token.left`, `token.forgotten`. */
  letGo(handle: string, revoke: boolean): Promise<Result<void>>
  forgetAll(): void
  /** Drops all, and takes a copied text off the clipboard at once. What nobody took is left to the next run. */
  close(): void
}

interface Kept {
  readonly text: string
  readonly claim: Pick<Claim, 'take' | 'letGo'> | undefined
  readonly cancel: () => void
}

/** Makes the keeper. A copied text leaves the clipboard after 30 s if it is still there. */
export function createTokenTexts(parts: {
  readonly clock: Clock
  readonly random: Random
  readonly crypto: Pick<Crypto, 'sha256'>
  readonly clipboard: Clipboard
  readonly settings: Pick<SettingsStore, 'read'>
  readonly screen: Pick<Screen, 'isCovered'>
  readonly cover: CoverScreen
  readonly emit: Emit
}): TokenTexts {
  const { clock, random, crypto, clipboard, settings, screen, cover, emit } = parts
  const kept = new Map<string, Kept>()
  let copied: { readonly hash: string; readonly cancel: () => void } | undefined
  let departures = 0
  let shown: { readonly handle: string; readonly release: () => void } | undefined

  const takeOff = () => {
    const was = shown
    shown = undefined
    was?.release()
    return was !== undefined
  }
  const hide = (reason: HideReason) => {
    if (takeOff()) emit({ kind: 'text-hidden', reason })
  }
  const show = (handle: string) => {
    takeOff()
    const uncover = cover()
    const cancel = clock.after(settings.read().hideAfter * 1000, () => {
      hide('time')
    })
    const release = () => {
      cancel()
      uncover()
    }
    shown = { handle, release }
  }

  const drop = (handle: string) => {
    const was = kept.get(handle)
    if (shown?.handle === handle) hide('asked')
    was?.cancel()
    kept.delete(handle)
    return was
  }
  const forget = (handle: string) => {
    void drop(handle)?.claim?.letGo(false)
  }
  const takeBack = () => {
    const { hash } = copied ?? {}
    copied?.cancel()
    copied = undefined
    if (hash === undefined) return
    void clipboard.read().then((text) => {
      if (crypto.sha256(text) === hash) clipboard.clear()
    })
  }
  const copy = (text: string) => {
    copied?.cancel()
    clipboard.write(text)
    copied = { hash: crypto.sha256(text), cancel: clock.after(copiedFor, takeBack) }
  }

  return {
    asked() {
      const before = departures
      return () => departures === before
    },
    keep(text, claim) {
      const handle = random.hex(8)
      const cancel = clock.after(keptFor, () => {
        forget(handle)
      })
      kept.set(handle, { text, claim, cancel })
      return handle
    },
    act(handle, act) {
      const one = kept.get(handle)
      if (one === undefined) return failed(failure('token.forgotten'))
      if (act === 'hide') {
        if (shown?.handle === handle) takeOff()
        return ok({})
      }
      if (act === 'show' && screen.isCovered()) return failed(failure('cancelled'))
      const taken = one.claim?.take() ?? done
      if (!taken.ok) return taken
      if (act === 'show') {
        show(handle)
        return ok({ text: one.text })
      }
      copy(one.text)
      return ok({})
    },
    hide,
    copy,
    async letGo(handle, revoke) {
      const one = drop(handle)
      if (one === undefined) return revoke ? failed(failure('token.forgotten')) : done
      return one.claim?.letGo(revoke) ?? done
    },
    forgetAll() {
      departures += 1
      for (const handle of [...kept.keys()]) forget(handle)
    },
    close() {
      departures += 1
      for (const handle of [...kept.keys()]) drop(handle)
      takeBack()
    },
  }
}
