import type { Bridge } from '../../main/contract/channels'
import type { Failure } from '../../main/contract/failure'
import { assertNever } from '../../main/contract/result'
import type { AppState, Screen } from './app.svelte'
import { finalAddress } from './connect-actions'
import type { Connect } from './connect.svelte'
import type { Dialogs } from './dialogs.svelte'
import type { Form } from './form.svelte'
import type { Action } from './next-action'
import type { Notices } from './notices.svelte'
import type { Replacing } from './replacing'
import type { Running } from './running.svelte'
import type { Servers } from './servers.svelte'
import { isOver } from './stage'
import { unlock } from './unlock'

/** What the buttons of a failure on the stage work with. */
export interface StageActionParts {
  readonly bridge: Bridge
  readonly app: AppState
  readonly dialogs: Dialogs
  readonly form: Form
  readonly running: Running
  readonly replacing: Replacing
  readonly notices: Notices
  readonly connect: Connect
  readonly servers: Servers
  /** The server in use has another address, where the work on the form goes on. */
  readonly follow: (url: string) => void
  readonly go: (screen: Screen) => void
  readonly restart: () => void
}

/** Makes what the buttons of a failure do on the stage. `help` is the failure block's own business. */
export function createStageActions(parts: StageActionParts): (action: Action, failure: Failure) => void {
  const { bridge, app, form, running, replacing, notices, connect, servers, go } = parts
  const alive = () => {
    const handover = running.handover
    return handover && !isOver(handover) ? handover : undefined
  }
  const again = (delivery?: 'qr' | 'usb') => {
    const handover = alive()
    if (handover) return void running.continue(handover, delivery ?? handover.delivery)
    if (delivery) form.chooseDelivery(delivery)
    void running.create()
  }
  const anew = async (device?: string) => {
    const handover = alive()
    if (handover) return replacing.now(handover, device)
    running.release()
    if (device) form.device = device
    await running.create()
  }
  const back = async () => {
    const handover = alive()
    if (handover) await replacing.goBack(handover)
  }
  const byUsb = async () => {
    await form.lookForPorts()
    again('usb')
  }
  const discard = () => {
    const handover = alive()
    if (handover) parts.dialogs.open({ kind: 'cancel', handover })
    else toForm('device')
  }
  const toForm = (field: 'device' | 'bucket') => {
    running.release()
    form.want(field)
  }
  const toConnect = (field: 'address' | 'token') => {
    connect.prefill(app.connection, field)
    go('connect')
  }
  const lookAround = () => void form.loadBuckets(true)
  const lookAndGoOn = () => {
    lookAround()
    again()
  }
  /** A certificate for the server in use, and on with what waited for it; why it was not taken is shown in its place. */
  const trust = async () => {
    const id = app.connection?.id
    if (id === undefined) return toConnect('address')
    if (await servers.chooseCertificate(id)) return again()
    if (servers.failure) running.failure = servers.failure
  }
  /** A token goes nowhere it was not meant for: at the new address it is asked for again. */
  const toNewAddress = (failure: Failure) => {
    toConnect('token')
    connect.address = finalAddress(failure, connect.address)
    parts.follow(connect.address)
  }
  return (action, failure) => {
    const general = failure === app.view?.trouble
    switch (action) {
      case 'retry':
        return general ? void unlock({ bridge, notices }, lookAround) : again()
      case 'check-address':
      case 'use-https':
      case 'accept-plain':
        return toConnect('address')
      case 'use-address':
        return toNewAddress(failure)
      case 'choose-certificate':
        return void trust()
      case 'new-token':
        return toConnect('token')
      case 'keychain-help':
      case 'driver-help':
      case 'port-help':
        return void bridge['link.open']({ to: action })
      case 'choose-bucket':
        void form.loadBuckets(true)
        return toForm('bucket')
      case 'skip':
        return running.skip()
      case 'unlock':
        return void unlock({ bridge, notices }, general ? lookAround : lookAndGoOn)
      case 'look-again':
      case 'send-usb':
        return void byUsb()
      case 'use-found':
        return void anew(String(failure.params['found'] ?? ''))
      case 'show-qr':
        return again('qr')
      case 'show-code':
        return void (failure.params['replace'] ? anew() : running.show())
      case 'new-handover':
      case 'replace':
        return void anew()
      case 'old-back':
        return void back()
      case 'discard':
        return discard()
      case 'edit-device':
      case 'dismiss':
        return toForm('device')
      case 'show-history':
        return go('history')
      case 'show-settings':
        return go('settings')
      case 'simpler-codes':
        return void app.change({ smallCamera: true }).then(() => running.show())
      case 'restart':
        return parts.restart()
      case 'show-copy':
        return void bridge['ledger.show-copy']()
      case 'new-ledger':
        return parts.dialogs.open({ kind: 'new-ledger' })
      case 'new-key':
        return parts.dialogs.open({ kind: 'new-key', after: () => again() })
      case 'help':
        return
      default:
        return assertNever(action)
    }
  }
}
