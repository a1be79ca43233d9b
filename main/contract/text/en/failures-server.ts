import type { FailureCode } from '../../failure'
import type { Writer } from '../failure-text'
import { counted } from '../format'

type ServerCode = Extract<
  FailureCode,
  `server.${string}` | `auth.${string}` | `perm.${string}` | `bucket.${string}` | `token.${string}`
>

const tryAgain = 'Try again'
const newToken = 'Enter a new token'
const askFor = 'Show what to ask for'

const lacks = (title: string, sentence: string): Writer => {
  return () => ({ title, sentence, button: askFor, second: tryAgain })
}

/** Failures that the server answers with. */
export const serverFailures: Readonly<Record<ServerCode, Writer>> = {
  'server.not-influx': (p) => ({
    title: 'This is not InfluxDB',
    sentence: `${p('host') ?? 'The server'} answers, but not as an InfluxDB server.`,
    button: 'Check address',
  }),
  'server.v1': (p) => ({
    title: 'InfluxDB 1 is not supported',
    sentence: `${p('host') ?? 'The server'} runs version ${p('v') ?? '1'}; device tokens need version 2.`,
    button: 'Choose another server',
  }),
  'server.v3': (p) => ({
    title: 'InfluxDB 3 is not supported',
    sentence: `${p('host') ?? 'The server'} runs version ${p('v') ?? '3'}; it makes tokens in a different way.`,
    button: 'Choose another server',
  }),
  'server.starting': (p) => ({
    title: 'Server is starting',
    sentence: `${p('host') ?? 'The server'} is not ready; this takes 1 to 2 minutes.`,
    button: tryAgain,
  }),
  'server.error': (p) => ({
    title: 'Server has a problem',
    sentence: `${p('host') ?? 'The server'} reported an error or an answer Fieldkey does not know; nothing is lost here.`,
    button: tryAgain,
  }),
  'server.busy': (p) => ({
    title: 'Server asks to wait',
    // Only where it counts down does Fieldkey go on by itself.
    sentence: p('left')
      ? `Too many requests; Fieldkey goes on in ${counted(Number(p('left')), 'second', 'seconds')}.`
      : p('n')
        ? `Too many requests; the server asks to wait ${counted(Number(p('n')), 'second', 'seconds')}.`
        : 'Too many requests; wait a little before the next try.',
    button: 'Try now',
  }),
  'auth.rejected': (p) => ({
    title: p('missing') ? 'No admin token' : 'Admin token not accepted',
    sentence: p('missing')
      ? 'No admin token is stored for this server.'
      : 'The server does not know this token; it may have been replaced.',
    button: newToken,
  }),
  'auth.inactive': () => ({
    title: 'Admin token is disabled',
    sentence: 'It exists, but someone switched it off.',
    button: newToken,
  }),
  'auth.user': () => ({
    title: 'Owner of the token is gone',
    sentence: 'The user who owns the admin token was removed or disabled.',
    button: newToken,
  }),
  'auth.other': (p) => ({
    title: 'Token belongs somewhere else',
    sentence: `It is for the organization ${p('org') ?? 'of another server'}, this server is remembered with ${p('org2') ?? 'another one'}; connect to it as a server of its own.`,
    button: newToken,
  }),
  'perm.owner': (p) => ({
    title: 'This token belongs to someone else',
    sentence: `The server lets only its owner ${p('user') ? `${p('user')} ` : ''}or an operator do this.`,
    button: askFor,
  }),
  'perm.create': lacks('Not allowed to create tokens', 'The admin token lacks: write authorizations.'),
  'perm.user': lacks('Not allowed to act for this user', 'The admin token lacks: write users (own user).'),
  'perm.list': lacks(
    'Not allowed to list tokens',
    'The admin token lacks: read authorizations; duplicates cannot be seen.',
  ),
  'perm.bucket': (p) => ({
    title: 'Cannot pass on this bucket',
    sentence: `The admin token lacks: write ${p('bucket') ?? 'to this bucket'}, so it cannot give it away.`,
    button: 'Choose another bucket',
  }),
  'perm.read': (p) => ({
    title: 'Cannot see whether data arrives',
    sentence: `The admin token lacks: read ${p('bucket') ?? 'on this bucket'}; check the device's own display.`,
    button: 'Continue without check',
  }),
  'perm.buckets': lacks('No buckets visible', 'The admin token lacks: read buckets.'),
  'bucket.deleted': (p) => ({
    title: 'Bucket no longer exists',
    sentence: `${p('bucket') ?? 'It'} was deleted; a new one with the same name needs new tokens.`,
    button: 'Choose another bucket',
  }),
  'token.scope': (p) => ({
    title: 'Server gave too much access',
    sentence: `The new token could do more than ${p('bucket') ? `write to ${p('bucket')}` : 'was asked for'}; it was deleted.`,
    button: tryAgain,
  }),
  'token.unsure': (p) => ({
    title: p('waits') ? 'Code waits for the server' : 'Not sure whether the token exists',
    sentence: p('waits')
      ? 'A code needs a token that is switched on, and the server did not answer. The code comes by itself when it does; a USB cable can be used without it.'
      : 'The answer was lost; Fieldkey looks it up before going on.',
    button: 'Check again',
    second: 'Discard handover',
  }),
  'token.gone': (p) => ({
    title: 'Token was revoked elsewhere',
    sentence: `Someone revoked the token of ${p('id') ?? 'this device'}${p('date') ? `; noticed ${p('date')}` : ''}.`,
    button: 'Create a new token',
  }),
  'token.own': () => ({
    title: 'This token is locked',
    sentence: 'Fieldkey may be working with this token itself, so it does not revoke or disable it.',
    button: 'Keep it',
  }),
  'token.twin': (p) => ({
    title: 'Another laptop was faster',
    sentence: `It made a token for ${p('id') ?? 'this device'} at the same moment; the one made here was withdrawn.`,
    button: 'Check again',
  }),
  'token.off': (p) => ({
    title: 'Token was switched off',
    sentence: `Someone switched the token of ${p('id') ?? 'this device'} off, perhaps for a newer one on another laptop; it stays off while another one works.`,
    button: 'Switch it on',
    second: 'Discard handover',
  }),
  'token.unproven': (p) => ({
    title: 'No data with the new token',
    sentence:
      p('seen') === '0'
        ? `Fieldkey cannot see this data: look at ${p('id') ?? 'the device'} itself. If it does not send, it may not have read the code.`
        : `${p('n') ?? '10'} minutes without data from ${p('id') ?? 'the device'}; it may not have read the code.`,
    button: 'Switch the old token back on',
    second: 'Show code again',
  }),
  'token.ending': (p) => ({
    title: 'Revoking waits for the server',
    sentence: `It is written down: the token of ${p('id') ?? 'this device'} is revoked as soon as the server answers, and may work until then.`,
    button: tryAgain,
  }),
  'token.left': (p) => ({
    title: 'New token is not revoked yet',
    sentence: `The new token${p('name') ? ` for ${p('name')}` : ''}${p('id') ? `, Token ID ${p('id')},` : ''} is to be revoked, and the server has not said that it is. Fieldkey tries again by itself; you can revoke it in Tokens, too.`,
    button: 'Close',
  }),
  'token.forgotten': () => ({
    title: 'Token text is no longer here',
    sentence:
      'Fieldkey keeps the text of a new token for 10 minutes at most. One never shown nor copied is revoked then; any other that was not copied is to be revoked in Tokens.',
    button: 'Close',
  }),
}
