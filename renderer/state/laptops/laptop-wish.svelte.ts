import type { Bridge, Request } from '../../../main/contract/channels'
import type { Failure } from '../../../main/contract/failure'
import type { LaptopPlan } from '../../../main/contract/laptop-views'
import { failureText } from '../../../main/contract/text/failures'
import { text } from '../../../main/contract/text/text'
import type { BucketView } from '../../../main/contract/views'

const words = text.laptops.wish

/** What the request for this laptop and that for another have in common. */
export type WishRequest = Omit<Request<'laptop.limit'>, 'revokeAdmin'>

/** What a laptop shall be allowed, as the dialogs ask for it: a name, buckets, and what follows from the admin token. */
export class LaptopWish {
  name = $state('')
  search = $state('')
  read = $state(false)
  sharedAccepted = $state(false)
  nameError = $state('')
  bucketError = $state('')
  sharedError = $state('')
  failure = $state.raw<Failure | undefined>(undefined)
  chosen = $state.raw<readonly string[]>([])
  buckets = $state.raw<readonly BucketView[]>([])
  plan = $state.raw<LaptopPlan | undefined>(undefined)
  /** The server refused a user of its own although the admin token is an operator's. */
  #refused = $state(false)
  readonly shared = $derived(this.#refused || (this.plan !== undefined && this.plan.owner !== 'own'))
  readonly onCloud = $derived(this.plan?.owner === 'cloud')
  readonly shown = $derived.by(() => {
    const wanted = this.search.trim().toLowerCase()
    return this.buckets.filter(({ id, name }) => this.chosen.includes(id) || name.toLowerCase().includes(wanted))
  })
  readonly #bridge: Bridge

  constructor(bridge: Bridge) {
    this.#bridge = bridge
  }

  /** Asks what it would mean, and which buckets there are. */
  async load() {
    const [plan, buckets] = await Promise.all([
      this.#bridge['laptop.plan'](),
      this.#bridge['buckets.list']({ fresh: false }),
    ])
    if (buckets.ok) this.buckets = buckets.value
    else this.failure = buckets.failure
    if (plan.ok) this.plan = plan.value
    else this.failure = plan.failure
  }

  choose(id: string, on: boolean) {
    this.chosen = on ? [...this.chosen, id] : this.chosen.filter((other) => other !== id)
    this.edited()
  }

  /** The form changed: what was said about it before no longer holds. */
  edited() {
    this.nameError = ''
    this.bucketError = ''
    this.sharedError = ''
    this.failure = undefined
  }

  /** The request; undefined when something is missing, which is then said beside it. */
  request(): WishRequest | undefined {
    const name = this.name.trim()
    this.edited()
    if (name === '') this.nameError = words.nameMissing
    if (this.chosen.length === 0) this.bucketError = words.bucketMissing
    if (this.shared && !this.sharedAccepted) {
      this.sharedError = this.onCloud ? words.sharedMissingOnCloud : words.sharedMissing
    }
    if (this.nameError !== '' || this.bucketError !== '' || this.sharedError !== '') return undefined
    return { name, bucketIds: [...this.chosen], read: this.read, sharedAccepted: this.shared && this.sharedAccepted }
  }

  /** Says a refusal where it belongs. */
  refuse(failure: Failure) {
    if (failure.code === 'input.description') this.nameError = failureText(failure).sentence
    else if (failure.code === 'bucket.deleted') this.bucketError = failureText(failure).sentence
    else if (failure.code === 'laptop.shared') this.#refused = true
    else this.failure = failure
  }
}
