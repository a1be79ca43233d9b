import type { Bridge } from '../../../main/contract/channels'
import type { CarrierView, PendingLaptop } from '../../../main/contract/laptop-views'
import { failureText } from '../../../main/contract/text/failures'
import { text } from '../../../main/contract/text/text'
import { LaptopWish } from './laptop-wish.svelte'

const words = text.laptops.prepare

/** The `Prepare another laptop` dialog: what is asked for, then the sealed text, which is no secret without its phrase. */
export class PrepareLaptop {
  phrase = $state('')
  phraseError = $state('')
  onlyHereAccepted = $state(false)
  addressError = $state('')
  busy = $state(false)
  carrier = $state.raw<CarrierView | undefined>(undefined)
  note = $state('')
  readonly wish: LaptopWish
  readonly #bridge: Bridge

  constructor(bridge: Bridge) {
    this.#bridge = bridge
    this.wish = new LaptopWish(bridge)
  }

  /** The address it is sealed for, where that leads the other laptop to itself. */
  readonly onlyHere = $derived.by(() => {
    const address = this.wish.plan?.address
    return address?.onlyHere ? new URL(address.url).host : undefined
  })

  acceptOnlyHere(on: boolean) {
    this.onlyHereAccepted = on
    this.addressError = ''
  }

  async run() {
    const wish = this.wish.request()
    this.phraseError = this.phrase.trim() === '' ? words.phraseMissing : ''
    const onlyHereAccepted = this.onlyHere !== undefined && this.onlyHereAccepted
    this.addressError = this.onlyHere !== undefined && !onlyHereAccepted ? words.onlyHereMissing : ''
    if (this.busy || wish === undefined || this.phraseError !== '' || this.addressError !== '') return
    this.busy = true
    const request = { ...wish, phrase: this.phrase.slice(0, 256), onlyHereAccepted }
    const reply = await this.#bridge['laptop.prepare'](request)
    this.busy = false
    if (reply.ok) this.carrier = reply.value
    else if (reply.failure.code === 'input.phrase') this.phraseError = failureText(reply.failure).sentence
    else this.wish.refuse(reply.failure)
  }

  /** Main copies it; the page never touches the clipboard. */
  async copy() {
    if (!this.carrier) return
    const reply = await this.#bridge['tokens.secret']({ secret: this.carrier.secret, act: 'copy' })
    if (reply.ok) this.note = words.copied
    else this.wish.failure = reply.failure
  }

  /** Revokes a token that is on its way. */
  async withdraw({ id, name }: PendingLaptop) {
    const reply = await this.#bridge['laptop.withdraw']({ id })
    if (!reply.ok) {
      this.wish.failure = reply.failure
      return
    }
    this.note = words.withdrawn(name)
    if (this.carrier?.id === id) this.carrier = undefined
    await this.wish.load()
  }
}
