import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import type { Clipboard } from '../ports/clipboard'
import type { Clock } from '../ports/clock'
import type { Crypto } from '../ports/crypto'
import type { Random } from '../ports/random'

const keptFor = 10 * 60_000
const copiedFor = 30_000

/** Texts of tokens just created: in this process's memory only, each under a handle, for a short while. */
export interface TokenTexts {
  /** Keeps a text and returns its handle, 16 hex digits. */
  keep(text: string): string
  /** `token.forgotten` once the text is gone. */
  act(handle: string, act: 'show' | 'copy' | 'forget'): Result<{ readonly text?: string }>
  forgetAll(): void
  /** Forgets all, and takes a copied text off the clipboard at once. */
  close(): void
}

/** Makes the keeper. A copied text leaves the clipboard after 30 s if it is still there. */
export function createTokenTexts(parts: {
  readonly clock: Clock
  readonly random: Random
  readonly crypto: Pick<Crypto, 'sha256'>
  readonly clipboard: Clipboard
}): TokenTexts {
  const { clock, random, crypto, clipboard } = parts
  const kept = new Map<string, { readonly text: string; readonly cancel: () => void }>()
  let copied: { readonly hash: string; readonly cancel: () => void } | undefined

  const forget = (handle: string) => {
    kept.get(handle)?.cancel()
    kept.delete(handle)
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
  const forgetAll = () => {
    for (const handle of [...kept.keys()]) forget(handle)
  }

  return {
    keep(text) {
      const handle = random.hex(8)
      const cancel = clock.after(keptFor, () => {
        forget(handle)
      })
      kept.set(handle, { text, cancel })
      return handle
    },
    act(handle, act) {
      const text = kept.get(handle)?.text
      if (text === undefined) return act === 'forget' ? ok({}) : failed(failure('token.forgotten'))
      if (act === 'show') return ok({ text })
      if (act === 'copy') copy(text)
      else forget(handle)
      return ok({})
    },
    forgetAll,
    close() {
      forgetAll()
      takeBack()
    },
  }
}
