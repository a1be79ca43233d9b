import { failure, type Failure } from '../../contract/failure'

/**
 * What keytar's error texts say, in order. Linux: GLib and libsecret over D-Bus; macOS: Security framework messages;
 * Windows: FormatMessage of ERROR_NO_SUCH_LOGON_SESSION. Texts of other languages fall through to the system's default.
 */
const known: readonly (readonly [RegExp, 'collection' | 'service' | 'refused'])[] = [
  [/Object does not exist at path|No such (secret )?collection/i, 'collection'],
  [/D-?Bus|ServiceUnknown|not provided by any|connection is closed|could not connect|no such interface/i, 'service'],
  [/default keychain could not be found|no such logon session|logon session does not exist/i, 'service'],
  [/locked|dismissed|cancel|denied|not allowed|passphrase|password|timeout was reached/i, 'refused'],
]

/** Tells why the keychain did not answer: `keychain.absent` with `what` is missing, or `keychain.locked`. */
export function keychainFailure(error: unknown, platform: NodeJS.Platform): Failure {
  const message = error instanceof Error ? error.message : String(error)
  const found = known.find(([text]) => text.test(message))?.[1]
  // macOS and Windows always have a keychain, so what is not understood there is a refusal.
  const meaning = found ?? (platform === 'linux' ? 'service' : 'refused')
  return meaning === 'refused' ? failure('keychain.locked') : failure('keychain.absent', { what: meaning })
}
