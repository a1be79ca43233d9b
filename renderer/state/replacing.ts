import type { Bridge } from '../../main/contract/channels'
import { text } from '../../main/contract/text/text'
import type { HandoverView, TokenRow } from '../../main/contract/views'
import type { Announcer } from './announcer.svelte'
import type { AppState, Screen } from './app.svelte'
import type { Form } from './form.svelte'
import type { Notices } from './notices.svelte'
import type { Running } from './running.svelte'

/** What replacing works with. */
export interface ReplacingParts {
  readonly bridge: Bridge
  readonly app: AppState
  readonly announcer: Announcer
  readonly notices: Notices
  readonly form: Form
  readonly running: Running
  readonly go: (screen: Screen) => void
}

/** The ways to a new token in place of an old one, and back. */
export interface Replacing {
  /** From the token list to the form, filled in. */
  ofToken(row: TokenRow): void
  /** The same from a handover whose token the device has. */
  ofHandover(handover: HandoverView): void
  /** Makes the new token at once; one that no device can have yet is revoked instead of replaced. */
  now(handover: HandoverView, device?: string): Promise<void>
  goBack(handover: HandoverView): Promise<void>
  endOld(handover: HandoverView): Promise<void>
}

/** Makes them. */
export function createReplacing(parts: ReplacingParts): Replacing {
  const { bridge, app, announcer, notices, form, running, go } = parts
  const fillIn = (device: string, bucketId: string | undefined, ids: readonly string[]) => {
    running.release()
    form.device = device
    form.deviceError = ''
    if (bucketId !== undefined) form.bucketId = bucketId
    form.replaces = { device, ids }
    go('hand-over')
    form.want('device')
  }
  return {
    ofToken({ id, device, bucketId }) {
      if (device !== undefined) fillIn(device, bucketId, [id])
    },
    ofHandover(handover) {
      fillIn(handover.device, handover.bucketId, idsOf(handover))
      form.chooseDelivery(handover.delivery)
    },
    async now(handover, device = handover.device) {
      if (!handover.active && !(await running.cancel(handover))) return
      running.release()
      form.device = device
      const ids = handover.active ? idsOf(handover) : (handover.replaces ?? [])
      // Kept in the form: what stands in the way first, a missing key for one, must not make it forgotten.
      form.replaces = device === handover.device && ids.length > 0 ? { device, ids } : undefined
      await running.create()
    },
    async goBack(handover) {
      const reply = await bridge['replacement.back']({ id: handover.id })
      if (!reply.ok) return notices.fail(handover.id, reply.failure)
      app.upsert(reply.value)
      if (running.currentId === handover.id) running.release()
      if (reply.value.old === 'on') announcer.say(text.replace.wentBack(handover.device))
    },
    async endOld(handover) {
      const reply = await bridge['replacement.end']({ id: handover.id })
      if (!reply.ok) return notices.fail(handover.id, reply.failure)
      app.upsert(reply.value)
      if (reply.value.old === 'gone') announcer.say(text.replace.ended(handover.device))
    },
  }
}

/** Everything of the device that works: its token, and what that one was about to replace. */
function idsOf({ authId, replaces, old }: HandoverView): readonly string[] {
  return [...(authId === undefined ? [] : [authId]), ...(old === 'live' ? (replaces ?? []) : [])]
}
