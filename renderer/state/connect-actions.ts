import type { Bridge } from '../../main/contract/channels'
import type { Failure } from '../../main/contract/failure'
import { assertNever } from '../../main/contract/result'
import type { Screen } from './app.svelte'
import type { Connect } from './connect.svelte'
import type { Dialogs } from './dialogs.svelte'
import type { Action } from './next-action'
import type { Notices } from './notices.svelte'
import { unlock } from './unlock'

/** What the buttons of a failure on the Connect screen work with. */
export interface ConnectActionParts {
  readonly bridge: Bridge
  readonly connect: Connect
  readonly notices: Notices
  readonly dialogs: Dialogs
  readonly go: (screen: Screen) => void
  readonly restart: () => void
}

/** Makes what the buttons of a failure do on the Connect screen. `help` is the failure block's own business. */
export function createConnectActions(parts: ConnectActionParts): (action: Action, failure: Failure) => void {
  const { bridge, connect, notices, go } = parts
  /** The history shows the server in use: first that becomes the one whose handovers are open. */
  const showHistory = async () => {
    const { kept } = connect
    if (kept !== undefined) await connect.use(kept)
    if (connect.failure === undefined) go('history')
  }
  return (action, failure) => {
    switch (action) {
      case 'retry':
      case 'skip':
      case 'show-qr':
      case 'show-code':
      case 'simpler-codes':
      case 'look-again':
      case 'send-usb':
      case 'use-found':
      case 'new-handover':
      case 'old-back':
      case 'replace':
        return void connect.enter()
      case 'check-address':
      case 'choose-bucket':
      case 'edit-device':
      case 'discard':
      case 'dismiss':
        return connect.back('address')
      case 'new-token':
        return connect.back('token')
      case 'use-address':
        connect.address = finalAddress(failure, connect.address)
        return void connect.enter()
      case 'use-https':
        connect.address = connect.address.replace(/^http:/i, 'https:')
        return void connect.enter()
      case 'accept-plain':
        return void connect.connect(true)
      case 'choose-certificate':
        return void connect.chooseCertificate()
      case 'keychain-help':
      case 'driver-help':
      case 'port-help':
        return void bridge['link.open']({ to: action })
      case 'unlock':
        return void unlock({ bridge, notices }, () => void connect.enter())
      case 'show-history':
        return void showHistory()
      case 'show-settings':
        return go('settings')
      case 'restart':
        return parts.restart()
      case 'show-copy':
        return void bridge['ledger.show-copy']()
      case 'new-ledger':
        return parts.dialogs.open({ kind: 'new-ledger' })
      case 'new-key':
        return parts.dialogs.open({ kind: 'new-key', after: () => undefined })
      case 'help':
        return
      default:
        return assertNever(action)
    }
  }
}

/** The address a redirect names, in place of `address`. */
export function finalAddress({ params }: Failure, address: string): string {
  const host = params['host2']
  if (typeof host !== 'string') return address
  return host.includes('://') ? host : address.replace(/^([a-z]+:\/\/)[^/]*/i, `$1${host}`)
}
