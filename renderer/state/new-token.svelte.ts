import type { Bridge, Request } from '../../main/contract/channels'
import type { Failure } from '../../main/contract/failure'
import { assertNever } from '../../main/contract/result'
import { failureText } from '../../main/contract/text/failures'
import { text } from '../../main/contract/text/text'
import type { DuplicateView, TokenOwner, TokenRow } from '../../main/contract/views'

/** The kinds of token that can be made here. */
export type NewKind = Request<'tokens.create'>['kind']

const words = text.dialogs.newToken

/**
 * The `New token` dialog: what is asked for, then the token shown once. Its text is held only while it is on the screen;
 * hiding it drops the only reference this page has.
 */
export class NewToken {
  kind = $state<NewKind>('device')
  bucketId = $state('')
  description = $state('')
  ownerId = $state('')
  /** Whose it may be; empty until the server has said. */
  owners = $state.raw<readonly TokenOwner[]>([])
  busy = $state(false)
  bucketError = $state('')
  descriptionError = $state('')
  failure = $state.raw<Failure | undefined>(undefined)
  duplicates = $state.raw<readonly DuplicateView[]>([])
  row = $state.raw<TokenRow | undefined>(undefined)
  /** The token, while it is on the screen. */
  shown = $state.raw<string | undefined>(undefined)
  /** What became of the text: nothing, copied, or no longer to be had. */
  note = $state('')
  lost = $state(false)
  /** Whether to give the token up is being asked. */
  asking = $state(false)
  readonly #bridge: Bridge
  readonly #tell: (failure: Failure) => void
  #secret: string | undefined
  #attempt = 0
  #asked = 0
  #copied = false
  #seen = false
  #closed = false

  /** `tell` says what became of a token that nobody took, once the dialog is closed. */
  constructor(bridge: Bridge, bucketId: string, tell: (failure: Failure) => void) {
    this.#bridge = bridge
    this.#tell = tell
    this.bucketId = bucketId
  }

  /** Asks whose the token may be; unanswered, it is the connection's own user's. */
  async loadOwners() {
    const reply = await this.#bridge['tokens.owners']()
    if (!reply.ok) return
    this.owners = reply.value
    this.ownerId = reply.value[0]?.id ?? ''
  }

  choose(kind: NewKind) {
    this.kind = kind
    this.edited()
  }

  /** The form changed: what was said about it before no longer holds. */
  edited() {
    this.bucketError = ''
    this.descriptionError = ''
    this.failure = undefined
    this.duplicates = []
  }

  async create() {
    const request = this.#request()
    if (this.busy || request === undefined) return
    this.busy = true
    const reply = await this.#bridge['tokens.create'](request)
    this.busy = false
    if (this.#closed) return this.#calledOff(reply)
    if (!reply.ok) return this.#refuse(reply.failure)
    if (reply.value.kind === 'duplicate') {
      this.descriptionError = words.duplicate(request.description)
      this.duplicates = reply.value.tokens
      return
    }
    const { row, secret } = reply.value
    this.#secret = secret
    this.row = row
  }

  /** Shows the token, or takes it off the screen. */
  async toggle() {
    if (this.shown !== undefined) return this.hide(true)
    if (this.#secret === undefined) return
    const attempt = ++this.#attempt
    this.#asked += 1
    const reply = await this.#bridge['tokens.secret']({ secret: this.#secret, act: 'show' })
    this.#asked -= 1
    if (attempt !== this.#attempt) {
      // Given up meanwhile, and not asked for again: it does not come to the screen.
      if (reply.ok && this.#asked === 0) this.#tellHidden()
      return
    }
    if (reply.ok && reply.value.text !== undefined) {
      this.shown = reply.value.text
      this.#seen = true
    } else if (!reply.ok) this.#gone(reply.failure)
  }

  /** Main copies it; the page never touches the clipboard. */
  async copy() {
    if (this.#secret === undefined) return
    const reply = await this.#bridge['tokens.secret']({ secret: this.#secret, act: 'copy' })
    if (!reply.ok) return this.#gone(reply.failure)
    this.#copied = true
    this.note = words.copied
  }

  /** Takes the token off the screen, and tells main unless main said so itself; a reply still under way is dropped. */
  hide(tellMain: boolean) {
    this.#attempt += 1
    if (tellMain && this.shown !== undefined) this.#tellHidden()
    this.shown = undefined
  }

  #tellHidden() {
    if (this.#secret !== undefined) void this.#bridge['tokens.secret']({ secret: this.#secret, act: 'hide' })
  }

  /** Another window came to the front: hidden at once, and forgotten where it was copied already. */
  away() {
    this.hide(true)
    if (!this.#copied || this.#secret === undefined) return
    void this.#letGo(this.#secret)
    this.lost = true
    this.note = words.forgotten
  }

  /** Whether the dialog may close. A token that nobody has is asked about first; while that is asked, it is the way back. */
  mayClose(): boolean {
    const asked = this.asking
    const untaken = this.#secret !== undefined && !this.#seen && !this.#copied
    this.asking = untaken && !asked
    return !untaken
  }

  /** Revokes it, and says so once it is done. */
  async revoke(): Promise<boolean> {
    const secret = this.#secret
    return secret !== undefined && (await this.#letGo(secret, true))
  }

  /** The dialog is closed: nobody reads the token any more. One that nobody took is revoked, also one still being made. */
  close() {
    this.#closed = true
    this.hide(false)
    if (this.#secret !== undefined) void this.#letGo(this.#secret)
  }

  async #letGo(secret: string, revoke = false): Promise<boolean> {
    this.#secret = undefined
    const reply = await this.#bridge['tokens.let-go']({ secret, revoke })
    if (!reply.ok) this.#tell(reply.failure)
    return reply.ok
  }

  async #calledOff(reply: Awaited<ReturnType<Bridge['tokens.create']>>) {
    if (!reply.ok) {
      // Only these leave something on the server.
      if (reply.failure.code === 'token.left' || reply.failure.code === 'token.unsure') this.#tell(reply.failure)
    } else if (reply.value.kind === 'created') await this.#letGo(reply.value.secret)
  }

  #gone(failure: Failure) {
    this.hide(false)
    // Main shows nothing while another window is in front.
    if (failure.code === 'cancelled') return
    this.failure = failure
    if (failure.code !== 'token.forgotten') return
    this.#secret = undefined
    this.lost = true
  }

  #request(): Request<'tokens.create'> | undefined {
    const { kind, bucketId } = this
    const description = this.description.trim()
    this.edited()
    if (kind !== 'all-access' && bucketId === '') this.bucketError = words.bucketMissing
    if (description === '') this.descriptionError = kind === 'device' ? words.deviceMissing : words.descriptionMissing
    if (this.bucketError !== '' || this.descriptionError !== '') return undefined
    const owned = this.ownerId === '' ? { description } : { description, ownerId: this.ownerId }
    switch (kind) {
      case 'device':
      case 'bucket':
        return { kind, bucketId, ...owned }
      case 'all-access':
        return { kind, ...owned }
      default:
        return assertNever(kind)
    }
  }

  #refuse(failure: Failure) {
    if (failure.code === 'input.device' || failure.code === 'input.description') {
      this.descriptionError = failureText(failure).sentence
    } else if (failure.code === 'bucket.deleted') {
      this.bucketError = failureText(failure).sentence
    } else this.failure = failure
  }
}
