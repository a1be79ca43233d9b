import type { Bridge } from '../../main/contract/channels'
import type { ExaminedView } from '../../main/contract/examined-view'
import type { Failure } from '../../main/contract/failure'
import type { HandoverView } from '../../main/contract/views'

/** What the server says, when asked from here, of a device that sends nothing. One handover at a time. */
export class Examined {
  busy = $state(false)
  failure = $state.raw<Failure | undefined>(undefined)
  #view = $state.raw<ExaminedView | undefined>(undefined)
  #id = $state<string | undefined>(undefined)
  readonly #bridge: Bridge

  constructor(bridge: Bridge) {
    this.#bridge = bridge
  }

  /** What was found of a handover; nothing before it was looked at. */
  of(id: string): ExaminedView | undefined {
    return this.#id === id ? this.#view : undefined
  }

  /** Looks, unless this handover was looked at already. */
  async first(id: string) {
    if (this.#id !== id) await this.look(id)
  }

  /** Looks now; a late answer about another handover is dropped. */
  async look(id: string) {
    if (this.#id !== id) this.#view = undefined
    this.#id = id
    this.failure = undefined
    this.busy = true
    const reply = await this.#bridge['handover.examine']({ id })
    if (this.#id !== id) return
    this.busy = false
    if (reply.ok) this.#view = reply.value
    else this.failure = reply.failure
  }

  /** Switches the token of a handover on again, and looks what came of it. */
  async enable({ id, authId }: HandoverView) {
    if (authId === undefined) return
    const reply = await this.#bridge['tokens.set-status']({ ids: [authId], status: 'active' })
    const [outcome] = reply.ok ? reply.value : []
    await this.look(id)
    if (!reply.ok) this.failure = reply.failure
    else if (outcome && !outcome.result.ok) this.failure = outcome.result.failure
  }

  /** Whether only a new token can help: showing this one once more would not. */
  needsNew(handover: HandoverView): boolean {
    const found = this.of(handover.id)
    const useless = found?.token.kind === 'gone' || found?.bucket.kind === 'deleted'
    return !handover.sealed || handover.failure?.code === 'keychain.seal-lost' || useless
  }
}

/** Whether a device has a working token, as far as is known, and was never heard of. */
export function isSilent({ state, active, replaced, revoking, firstDataAt }: HandoverView): boolean {
  return state === 'delivered' && active && !replaced && !revoking && firstDataAt === undefined
}
