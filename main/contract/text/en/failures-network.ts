import type { FailureCode } from '../../failure'
import type { Writer } from '../failure-text'

type NetworkCode = Extract<FailureCode, `net.${string}` | `tls.${string}` | `clock.${string}`>

const tryAgain = 'Try again'
const checkAddress = 'Check address'

/** Failures between this laptop and the server. */
export const networkFailures: Readonly<Record<NetworkCode, Writer>> = {
  'net.offline': () => ({
    title: 'No network',
    sentence: 'This laptop is not connected to any network.',
    button: tryAgain,
  }),
  'net.dns': (p) => ({
    title: 'Server name not found',
    sentence: `This network does not know the name ${p('host') ?? 'of the server'}.`,
    button: checkAddress,
    second: tryAgain,
  }),
  'net.refused': (p) => ({
    title: 'Nothing answers there',
    sentence: `${p('host') ?? 'The server'} was found, but nothing answers on ${p('port') ? `port ${p('port')}` : 'its port'}.`,
    button: checkAddress,
    second: tryAgain,
  }),
  'net.timeout': (p) => ({
    title: 'Server did not answer',
    sentence: `No answer from ${p('host') ?? 'the server'} ${p('n') ? `within ${p('n')} seconds` : 'in time'}; the signal may be weak.`,
    button: tryAgain,
  }),
  'net.cut': () => ({
    title: 'Connection broke off',
    sentence: 'The connection ended before the answer came; Fieldkey will look up what happened.',
    button: 'Check and continue',
  }),
  'net.captive': () => ({
    title: 'Wi-Fi sign-in in the way',
    sentence: 'This Wi-Fi answers with its own sign-in page; sign in with a browser first.',
    button: tryAgain,
  }),
  'net.proxy': () => ({
    title: 'Company proxy wants a sign-in',
    sentence: "The network's proxy refused Fieldkey.",
    button: 'Show proxy help',
    second: tryAgain,
  }),
  'net.redirect': (p) => ({
    title: 'Server has another address',
    sentence: p('host2')
      ? `${p('host') ?? 'The server'} points to ${p('host2')}; only the final address is accepted.`
      : `${p('host') ?? 'The server'} points to another address; only the final address is accepted.`,
    button: p('host2') ? `Use ${p('host2')}` : checkAddress,
  }),
  'tls.expired': (p) => ({
    title: 'Server certificate has expired',
    sentence: p('date')
      ? `It ended on ${p('date')}; the server's owner must renew it.`
      : "The server's owner must renew it.",
    button: tryAgain,
  }),
  'tls.not-yet': (p) => ({
    title: 'Server certificate is not valid yet',
    sentence: p('date')
      ? `It starts on ${p('date')}; the clock of this laptop may be wrong.`
      : 'The clock of this laptop may be wrong.',
    button: 'Check the clock',
    second: tryAgain,
  }),
  'tls.name': (p) => ({
    title: 'Certificate belongs to another server',
    sentence: p('name')
      ? `It is for ${p('name')}, not for ${p('host') ?? 'this address'}.`
      : `It is not for ${p('host') ?? 'this address'}.`,
    button: checkAddress,
  }),
  'tls.unknown': (p) => ({
    title: 'Server certificate is not known',
    sentence: p('issuer')
      ? `It was issued by ${p('issuer')}, which Fieldkey does not trust.`
      : 'Fieldkey does not trust who issued it.',
    button: 'Choose certificate file',
  }),
  'tls.plain': () => ({
    title: 'Connection is not encrypted',
    sentence: 'An http address sends the admin token in the open; go on only on a network you trust.',
    button: 'Use https',
    second: 'Connect without encryption',
  }),
  'clock.skew': (p) => ({
    title: 'Clock is off',
    sentence: p('n')
      ? `This laptop and the server differ by ${p('n')} minutes; times and certificates will not fit.`
      : 'This laptop and the server differ; times and certificates will not fit.',
    button: 'Check again',
  }),
}
