import type { Bridge, Request } from '../../main/contract/channels'
import { fitsPattern } from '../../main/contract/device-pattern'
import { failure as makeFailure, type Failure } from '../../main/contract/failure'
import { failureText } from '../../main/contract/text/failures'
import { text } from '../../main/contract/text/text'
import type { BucketView, PortView } from '../../main/contract/views'
import type { AppState } from './app.svelte'
import type { Timers } from './timers'

const prepareEvery = 10_000
const longestId = 64
/** Ports of the mainboard, which Linux lists whether or not there is a plug. */
const onBoard = /\/ttyS\d+$/

/** The field that has to get the focus. */
export type FormField = 'device' | 'bucket' | 'port'

/** What is to become of a working token the device has already; nothing is decided when it is not there. */
export interface OldTokenChoice {
  readonly keepBoth?: boolean
  /** Token IDs. */
  readonly replaces?: readonly string[]
}

/** The form of the Hand over screen: what the next device gets and how. */
export class Form {
  bucketId = $state('')
  device = $state('')
  delivery = $state<'qr' | 'usb'>('qr')
  port = $state('')
  buckets = $state.raw<readonly BucketView[]>([])
  bucketsFailure = $state.raw<Failure | undefined>(undefined)
  ports = $state.raw<readonly PortView[]>([])
  /** Chip of an adapter that is plugged in but is no port, for want of a driver. */
  driverless = $state('')
  bucketError = $state('')
  deviceError = $state('')
  portError = $state('')
  /** Tokens that the next one of this device is to replace, chosen elsewhere in the window. */
  replaces = $state.raw<{ readonly device: string; readonly ids: readonly string[] } | undefined>(undefined)
  /** Counts up whenever a field has to get the focus. */
  focus = $state.raw<{ readonly field: FormField; readonly count: number }>({ field: 'device', count: 0 })
  readonly #bridge: Bridge
  readonly #timers: Timers
  readonly #app: AppState
  #preparedAt = Number.NEGATIVE_INFINITY
  #listing = 0

  constructor(bridge: Bridge, timers: Timers, app: AppState) {
    this.#bridge = bridge
    this.#timers = timers
    this.#app = app
  }

  /** Puts the focus into a field; the Device ID is selected, so that typing replaces it. */
  want(field: FormField) {
    this.focus = { field, count: this.focus.count + 1 }
  }

  /** Reads the buckets of the connection in use; keeps the chosen one while it exists. */
  async loadBuckets(fresh = false) {
    const listing = ++this.#listing
    const reply = await this.#bridge['buckets.list']({ fresh })
    if (listing !== this.#listing) return
    this.bucketsFailure = reply.ok ? undefined : reply.failure
    if (!reply.ok) return
    this.buckets = reply.value
    const known = (id: string | undefined) => this.buckets.some((bucket) => bucket.id === id)
    if (known(this.bucketId)) return
    const { defaultBucket, lastBucket } = this.#app.settings ?? {}
    // Practice begins with nothing to choose.
    const given = this.buckets.length === 1 || this.#app.view?.practice === true ? this.buckets[0]?.id : undefined
    this.bucketId = [defaultBucket, lastBucket].find(known) ?? given ?? ''
  }

  /** Looks for devices; the port used last, the one just plugged in or the only one is chosen when none is. */
  async lookForPorts(): Promise<Failure | undefined> {
    const before = new Set(this.ports.map(({ path }) => path))
    const [reply, driver] = await Promise.all([this.#bridge['ports.list'](), this.#bridge['ports.driver']()])
    if (!reply.ok) return reply.failure
    this.driverless = (driver.ok ? driver.value.chip : undefined) ?? ''
    this.ports = reply.value
    const listed = (path: string | undefined) => this.ports.some((port) => port.path === path)
    if (before.has(this.port) && !listed(this.port)) this.port = ''
    if (this.port !== '') return undefined
    const last = this.#app.settings?.lastPort
    const cables = this.ports.filter(({ path }) => !onBoard.test(path))
    const appeared = cables.filter(({ path }) => !before.has(path))
    const only = [appeared, cables, this.ports].find(({ length }) => length === 1)?.[0]
    this.port = (listed(last) ? last : only?.path) ?? ''
    if (this.port !== '') this.portError = ''
    const missing = this.driverless !== '' && cables.length === 0 && this.port === ''
    return missing ? makeFailure('serial.driver', { chip: this.driverless }) : undefined
  }

  /** No port can be guessed: the field says so and gets the focus. */
  askForPort() {
    this.portError = text.handOver.portMissing
    this.want('port')
  }

  chooseDelivery(delivery: 'qr' | 'usb') {
    this.delivery = delivery
    if (delivery === 'usb') void this.lookForPorts()
  }

  /** The Device ID is being typed: main refreshes what it knows of live tokens, at most every 10 s. */
  typed() {
    this.deviceError = ''
    const now = this.#timers.now()
    if (this.device === '' || now - this.#preparedAt < prepareEvery) return
    this.#preparedAt = now
    void this.#bridge['handover.prepare']()
  }

  /** What to ask main for; undefined when a field is missing, which then gets the focus and a sentence. */
  request(choice: OldTokenChoice): Request<'handover.start'> | undefined {
    this.device = this.device.trim()
    this.port = this.port.trim()
    this.bucketError = this.bucketId === '' ? text.handOver.bucketMissing : ''
    this.deviceError = this.device === '' ? text.handOver.deviceIdMissing : ''
    this.portError = this.delivery === 'usb' && this.port === '' ? text.handOver.portMissing : ''
    if (this.device.length > longestId) this.refuseDevice(makeFailure('input.device'))
    const pattern = this.#app.settings?.devicePattern ?? ''
    if (this.device !== '' && !fitsPattern(pattern, this.device)) {
      this.refuseDevice(makeFailure('input.device', { pattern }))
    }
    if (this.bucketError) return this.want('bucket') as undefined
    if (this.deviceError) return this.want('device') as undefined
    if (this.portError) return this.want('port') as undefined
    const { keepBoth = false, replaces = this.replacing } = choice
    const chosen = keepBoth || replaces === undefined ? {} : { replaces: [...replaces] }
    const base = { device: this.device, bucketId: this.bucketId, delivery: this.delivery, keepBoth, ...chosen }
    return this.delivery === 'usb' ? { ...base, port: this.port } : base
  }

  /** What a request of this form is made of: the same text as long as nothing was changed. */
  get asked(): string {
    const port = this.delivery === 'usb' ? this.port : ''
    return JSON.stringify([this.device.trim(), this.bucketId, this.delivery, port, this.replacing])
  }

  /** What was chosen to be replaced, while the form still names that device. */
  get replacing(): readonly string[] | undefined {
    return this.replaces?.device === this.device.trim() ? this.replaces.ids : undefined
  }

  /** Marks the Device ID as one that cannot be used. */
  refuseDevice(why: Failure) {
    this.deviceError = failureText(why).sentence
  }

  /** Empties the form for the next device; bucket, delivery and port stay. */
  nextDevice() {
    this.device = ''
    this.deviceError = ''
    this.replaces = undefined
    this.want('device')
  }
}
