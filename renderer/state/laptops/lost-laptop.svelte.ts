import type { Bridge } from '../../../main/contract/channels'
import type { Failure } from '../../../main/contract/failure'
import type { LaptopView, LostReply } from '../../../main/contract/laptop-views'
import { text } from '../../../main/contract/text/text'

/** The `Lost laptop` dialog: which one, then what was done about it. */
export class LostLaptop {
  laptops = $state.raw<readonly LaptopView[] | undefined>(undefined)
  chosen = $state('')
  error = $state('')
  busy = $state(false)
  failure = $state.raw<Failure | undefined>(undefined)
  reply = $state.raw<LostReply | undefined>(undefined)
  readonly laptop = $derived(this.laptops?.find(({ userId }) => userId === this.chosen))
  readonly #bridge: Bridge

  constructor(bridge: Bridge) {
    this.#bridge = bridge
  }

  async load() {
    const reply = await this.#bridge['laptop.list']()
    if (reply.ok) this.laptops = reply.value
    else this.failure = reply.failure
  }

  choose(userId: string) {
    this.chosen = userId
    this.error = ''
    this.failure = undefined
  }

  async run() {
    if (this.busy) return
    if (!this.laptop) {
      this.error = text.laptops.lost.choose
      return
    }
    this.busy = true
    const reply = await this.#bridge['laptop.lost']({ userId: this.laptop.userId })
    this.busy = false
    if (reply.ok) this.reply = reply.value
    else this.failure = reply.failure
  }
}
