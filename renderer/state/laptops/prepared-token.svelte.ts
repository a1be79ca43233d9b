import type { Bridge } from '../../../main/contract/channels'
import type { Failure } from '../../../main/contract/failure'
import { text } from '../../../main/contract/text/text'
import type { ConnectionView } from '../../../main/contract/views'

const words = text.laptops.take
/** What a person is asked before the text is taken over. */
type Consent = 'plain' | 'replace'
/** What main takes at most, in characters. */
const longest = 8192

/** The `Use a prepared token` dialog: this laptop's phrase, and the sealed text that comes back for it. */
export class PreparedToken {
  words = $state.raw<readonly string[]>([])
  sealed = $state('')
  error = $state('')
  busy = $state(false)
  failure = $state.raw<Failure | undefined>(undefined)
  #accepted: readonly Consent[] = []
  readonly #bridge: Bridge
  readonly #taken: (connection: ConnectionView) => void

  constructor(bridge: Bridge, taken: (connection: ConnectionView) => void) {
    this.#bridge = bridge
    this.#taken = taken
  }

  async load() {
    const reply = await this.#bridge['laptop.phrase']()
    if (reply.ok) this.words = reply.value.words
    else this.failure = reply.failure
  }

  /** Another text: nothing is accepted for it yet. */
  edited() {
    this.error = ''
    this.failure = undefined
    this.#accepted = []
  }

  /** Takes the text over; `certificate` is the handle of a chosen authority, `accepted` what was just asked. */
  async run(certificate: string | undefined, accepted?: Consent) {
    const sealed = this.sealed.trim()
    this.error = ''
    this.failure = undefined
    if (accepted) this.#accepted = [...this.#accepted, accepted]
    if (sealed === '') this.error = words.sealedMissing
    if (this.busy || sealed === '') return
    this.busy = true
    const has = (consent: Consent) => this.#accepted.includes(consent)
    const request = { text: sealed.slice(0, longest), plainAccepted: has('plain'), replaceAccepted: has('replace') }
    const reply = await this.#bridge['laptop.take'](certificate === undefined ? request : { ...request, certificate })
    this.busy = false
    if (reply.ok) this.#taken(reply.value)
    else this.failure = reply.failure
  }
}
