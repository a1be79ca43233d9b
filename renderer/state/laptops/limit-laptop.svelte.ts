import type { Bridge } from '../../../main/contract/channels'
import type { LimitReply } from '../../../main/contract/laptop-views'
import { LaptopWish } from './laptop-wish.svelte'

/** The `Limit this laptop` dialog: what is asked for, then what came of it. */
export class LimitLaptop {
  revokeAdmin = $state(false)
  busy = $state(false)
  reply = $state.raw<LimitReply | undefined>(undefined)
  readonly wish: LaptopWish
  readonly #bridge: Bridge

  constructor(bridge: Bridge) {
    this.#bridge = bridge
    this.wish = new LaptopWish(bridge)
  }

  /** Whether there is anything to ask for: not while handovers are open, nor where the token is limited already. */
  readonly possible = $derived.by(() => {
    const { plan } = this.wish
    return plan !== undefined && !plan.limited && plan.open === 0
  })

  async run() {
    const wish = this.wish.request()
    if (this.busy || wish === undefined) return
    this.busy = true
    const revokeAdmin = this.revokeAdmin && this.wish.plan?.admin !== undefined
    const reply = await this.#bridge['laptop.limit']({ ...wish, revokeAdmin })
    this.busy = false
    if (reply.ok) this.reply = reply.value
    else this.wish.refuse(reply.failure)
  }
}
