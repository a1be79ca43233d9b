import { failure } from '../contract/failure'
import { done, failed, type Result } from '../contract/result'
import type { Story } from '../ports/ledger'
import type { Serial } from '../ports/serial'
import type { SettingsStore } from '../ports/settings'
import type { Activation } from './activate'
import type { Board } from './board'
import { isAsAsked } from './mint'
import type { PushSettings } from './push-settings'
import type { OpenSettings } from './sealed-token'
import { isOutage, type Session } from './sessions'

/** Pushes a minted token's settings through a port and, once the device proved what it stored, switches it on. */
export type DeliverUsb = (session: Session, story: Story, port: string, signal: AbortSignal) => Promise<Result<void>>

/** Makes the USB delivery. */
export function createDeliverUsb(parts: {
  readonly board: Board
  readonly activation: Activation
  readonly openSettings: OpenSettings
  readonly serial: Serial
  readonly settings: SettingsStore
  readonly push: PushSettings
}): DeliverUsb {
  const { board, activation, openSettings, serial, settings, push } = parts

  /** The token is on the server as asked, or the server cannot be reached: then the push goes on, the activation waits. */
  const exists = async (session: Session, story: Story): Promise<Result<void>> => {
    const { intent, now } = story
    if (now.authId === undefined) return failed(failure('token.unsure'))
    const row = await session.influx.authorization(now.authId)
    if (!row.ok) {
      if (row.failure.code === 'token.gone') board.note(intent.id, { kind: 'gone' })
      return isOutage(row.failure) ? done : row
    }
    if (!isAsAsked(intent, row.value)) {
      await activation.revoke(session, story, 'scope')
      return failed(failure('token.scope', { bucket: intent.bucket.name }))
    }
    const alone = await activation.checkTwins(session, story)
    return !alone.ok && isOutage(alone.failure) ? done : alone
  }

  return async (session, story, port, signal) => {
    const { id } = story.intent
    if (story.now.state === 'minted') {
      board.set(id, { activity: 'checking', port, failure: undefined, progress: undefined, found: undefined })
      const there = await exists(session, story)
      if (!there.ok) return there
      const record = await openSettings(story)
      if (!record.ok) return record
      board.set(id, { activity: 'finding' })
      const link = await serial.open(port, settings.read().baud)
      if (!link.ok) return link
      const stored = await push({
        link: link.value,
        settings: record.value,
        nonce: story.intent.nonce.slice(0, 16),
        signal,
        on: {
          found: (found) => {
            board.set(id, { activity: 'sending', found, progress: 0 })
          },
          progress: (progress) => {
            board.set(id, { progress })
          },
          storing: () => {
            board.set(id, { activity: 'storing', progress: 1 })
          },
        },
      }).finally(() => link.value.close())
      if (!stored.ok) {
        const again = stored.failure.code === 'device.wrong-hash' && board.moment(id).stored === 'wrong'
        if (stored.failure.code === 'device.wrong-hash') board.set(id, { stored: 'wrong' })
        return again ? failed(failure('device.wrong-again', stored.failure.params)) : stored
      }
      const noted = board.note(id, { kind: 'delivered', proof: stored.value.proof })
      if (!noted.ok) return noted
    }
    board.set(id, { activity: 'activating' })
    // A push takes its time, and may have begun without a network: the look for twins is repeated. By the story as it was
    // then, what a person switched off in the list since stays off.
    const active = await activation.activateAlone(session, story)
    if (active.ok || active.failure.code !== 'token.unsure') return active
    board.set(id, { queued: 'activation' })
    board.tried(id, active.failure)
    return done
  }
}
