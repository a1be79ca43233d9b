import type { FailureCode } from '../../main/contract/failure'

/** What a failure's button does; each place that shows failures says what it means there. */
export type Action =
  | 'retry'
  | 'check-address'
  | 'use-address'
  | 'use-https'
  | 'accept-plain'
  | 'choose-certificate'
  | 'new-token'
  | 'help'
  | 'keychain-help'
  | 'driver-help'
  | 'port-help'
  | 'choose-bucket'
  | 'skip'
  | 'unlock'
  | 'look-again'
  | 'use-found'
  | 'show-qr'
  | 'send-usb'
  | 'show-code'
  | 'new-handover'
  | 'old-back'
  | 'replace'
  | 'edit-device'
  | 'show-history'
  | 'show-settings'
  | 'simpler-codes'
  | 'discard'
  | 'dismiss'
  | 'restart'
  | 'show-copy'
  | 'new-ledger'
  | 'new-key'

/** The button of a failure and, for some, a second one; labels are in the failure's text. */
export interface Actions {
  readonly next: Action
  readonly second?: Action
}

const retry: Actions = { next: 'retry' }
const askFor: Actions = { next: 'help', second: 'retry' }
const newToken: Actions = { next: 'new-token' }
const retryOrQr: Actions = { next: 'retry', second: 'show-qr' }

const actions: Readonly<Record<FailureCode, Actions>> = {
  'net.offline': retry,
  'net.dns': { next: 'check-address', second: 'retry' },
  'net.refused': { next: 'check-address', second: 'retry' },
  'net.timeout': retry,
  'net.cut': retry,
  'net.captive': retry,
  'net.proxy': askFor,
  'net.redirect': { next: 'use-address' },
  'tls.expired': retry,
  'tls.not-yet': askFor,
  'tls.name': { next: 'check-address' },
  'tls.unknown': { next: 'choose-certificate' },
  'tls.plain': { next: 'use-https', second: 'accept-plain' },
  'clock.skew': retry,
  'server.not-influx': { next: 'check-address' },
  'server.v1': { next: 'check-address' },
  'server.v3': { next: 'check-address' },
  'server.starting': retry,
  'server.error': retry,
  'server.busy': retry,
  'auth.rejected': newToken,
  'auth.inactive': newToken,
  'auth.user': newToken,
  'auth.other': newToken,
  'perm.owner': { next: 'help' },
  'perm.create': askFor,
  'perm.user': askFor,
  'perm.list': askFor,
  'perm.bucket': { next: 'choose-bucket' },
  'perm.read': { next: 'skip' },
  'perm.buckets': askFor,
  'bucket.deleted': { next: 'choose-bucket' },
  'token.scope': retry,
  'token.unsure': { next: 'retry', second: 'discard' },
  'token.gone': { next: 'new-handover' },
  'token.own': { next: 'dismiss' },
  'token.twin': { next: 'new-handover' },
  'token.off': { next: 'retry', second: 'discard' },
  'token.ending': retry,
  'token.left': { next: 'dismiss' },
  'token.forgotten': { next: 'dismiss' },
  'token.unproven': { next: 'old-back', second: 'show-code' },
  'keychain.locked': { next: 'unlock' },
  'keychain.absent': { next: 'keychain-help', second: 'retry' },
  'keychain.slow': retry,
  'keychain.key-lost': { next: 'new-key' },
  'keychain.seal-lost': { next: 'replace' },
  'disk.full': retry,
  'disk.denied': retry,
  'disk.export': retry,
  'ledger.damaged': { next: 'show-copy', second: 'new-ledger' },
  'serial.none': { next: 'look-again', second: 'show-qr' },
  'serial.driver': { next: 'driver-help', second: 'show-qr' },
  'serial.permission': { next: 'port-help', second: 'show-qr' },
  'serial.busy': retryOrQr,
  'serial.missing': { next: 'look-again', second: 'show-qr' },
  'serial.choose': { next: 'send-usb', second: 'show-qr' },
  'serial.unplugged': retryOrQr,
  'device.no-answer': retryOrQr,
  'device.wrong-hash': retryOrQr,
  'device.wrong-again': { next: 'replace', second: 'show-qr' },
  'device.wrong-id': { next: 'use-found' },
  'device.refused': { next: 'show-qr', second: 'retry' },
  'device.locked': retryOrQr,
  'device.too-small': { next: 'show-qr' },
  'qr.screen-small': { next: 'simpler-codes', second: 'send-usb' },
  'qr.type-missing': { next: 'show-settings', second: 'show-code' },
  'data.none': { next: 'show-code' },
  'data.no-flux': { next: 'skip' },
  'input.url': { next: 'check-address' },
  'input.token': newToken,
  'input.device': { next: 'edit-device' },
  'input.description': { next: 'dismiss' },
  'input.review': { next: 'dismiss' },
  'input.certificate': { next: 'choose-certificate' },
  'input.phrase': { next: 'dismiss' },
  'laptop.shared': { next: 'dismiss' },
  'laptop.limited': { next: 'dismiss' },
  'laptop.pending': { next: 'dismiss' },
  'laptop.address': { next: 'dismiss' },
  'laptop.text': { next: 'dismiss' },
  'laptop.phrase': { next: 'dismiss' },
  'laptop.taken': { next: 'dismiss' },
  'laptop.stored': { next: 'dismiss' },
  'laptop.operator': { next: 'dismiss' },
  'laptop.minting': { next: 'dismiss' },
  'busy.open-handovers': { next: 'show-history' },
  cancelled: retry,
  internal: { next: 'restart' },
}

/** What the buttons of a failure do. */
export function actionsOf(code: FailureCode): Actions {
  return actions[code]
}
