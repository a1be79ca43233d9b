/**
 * Every expected failure. The part before the dot names the hop: laptop (disk, keychain, ledger, clock), network (net,
 * tls), server, permission, bucket, token, cable (serial), device, data. `text/` holds a title, a sentence and a next
 * action for each.
 */
export const failureCodes = [
  'net.offline',
  'net.dns',
  'net.refused',
  'net.timeout',
  'net.cut',
  'net.captive',
  'net.proxy',
  'net.redirect',
  'tls.expired',
  'tls.not-yet',
  'tls.name',
  'tls.unknown',
  'tls.plain',
  'clock.skew',
  'server.not-influx',
  'server.v1',
  'server.v3',
  'server.starting',
  'server.error',
  'server.busy',
  'auth.rejected',
  'auth.inactive',
  'auth.user',
  'auth.other',
  'perm.owner',
  'perm.create',
  'perm.user',
  'perm.list',
  'perm.bucket',
  'perm.read',
  'perm.buckets',
  'bucket.deleted',
  'token.scope',
  'token.unsure',
  'token.gone',
  'token.own',
  'token.twin',
  'token.off',
  'token.forgotten',
  'token.unproven',
  'token.ending',
  'token.left',
  'keychain.locked',
  'keychain.absent',
  'keychain.slow',
  'keychain.key-lost',
  'keychain.seal-lost',
  'disk.full',
  'disk.denied',
  'disk.export',
  'ledger.damaged',
  'serial.none',
  'serial.driver',
  'serial.permission',
  'serial.busy',
  'serial.missing',
  'serial.choose',
  'serial.unplugged',
  'device.no-answer',
  'device.wrong-hash',
  'device.wrong-again',
  'device.wrong-id',
  'device.refused',
  'device.locked',
  'device.too-small',
  'qr.screen-small',
  'qr.type-missing',
  'data.none',
  'data.no-flux',
  'input.url',
  'input.token',
  'input.device',
  'input.description',
  'input.review',
  'input.certificate',
  'input.phrase',
  'busy.open-handovers',
  'laptop.shared',
  'laptop.limited',
  'laptop.pending',
  'laptop.address',
  'laptop.text',
  'laptop.phrase',
  'laptop.taken',
  'laptop.stored',
  'laptop.operator',
  'laptop.minting',
  'cancelled',
  'internal',
] as const

/** The name of an expected failure. */
export type FailureCode = (typeof failureCodes)[number]

/** What fills the braces of a failure's sentence: never a secret. */
export type FailureParams = Readonly<Record<string, string | number>>

/**
 * An expected failure: its name, what fills its sentence, and for `token.unsure` and `token.ending` the failure that hid the
 * answer.
 */
export interface Failure {
  readonly code: FailureCode
  readonly params: FailureParams
  readonly cause?: FailureCode
}

/** Makes a failure; `params` fill its sentence. */
export function failure(code: FailureCode, params: FailureParams = {}, cause?: FailureCode): Failure {
  return cause === undefined ? { code, params } : { code, params, cause }
}
