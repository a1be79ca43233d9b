import type { FailureCode } from '../../failure'
import type { Writer } from '../failure-text'

type LaptopCode = Extract<
  FailureCode,
  | `keychain.${string}`
  | `disk.${string}`
  | `ledger.${string}`
  | `input.${string}`
  | `busy.${string}`
  | 'cancelled'
  | 'internal'
>

const tryAgain = 'Try again'

/** Failures of this laptop, of what was typed, and of Fieldkey itself. */
export const laptopFailures: Readonly<Record<LaptopCode, Writer>> = {
  'keychain.locked': () => ({
    title: 'Keychain is locked',
    sentence: 'The admin token is stored, but the keychain needs your password or permission.',
    button: 'Unlock and try again',
  }),
  'keychain.absent': () => ({
    title: 'No keychain found',
    sentence: 'This computer has no service to keep secrets; Fieldkey will not store the token in a file.',
    button: 'Show how to set it up',
    second: tryAgain,
  }),
  'keychain.slow': () => ({
    title: 'Keychain does not answer',
    sentence: 'It may be asking for your password in another window; Fieldkey goes on when it answers.',
    button: tryAgain,
  }),
  'keychain.seal-lost': (p) => ({
    title: 'Stored token cannot be opened',
    sentence: `The keychain no longer has the key for the token of ${p('id') ?? 'this device'}; a new token is needed.`,
    button: 'Create a new token',
  }),
  'disk.full': (p) => ({
    title: 'Disk is full',
    sentence: `Fieldkey could not note the next step, so it did not create a token; free ${p('n') ? `${p('n')} MB` : 'some space'}.`,
    button: tryAgain,
  }),
  'ledger.damaged': () => ({
    title: 'History file is damaged',
    sentence: 'Part of it cannot be read; a copy was kept and no tokens are made until this is settled.',
    button: 'Show the copy',
  }),
  'input.url': () => ({
    title: 'Address cannot be used',
    sentence: 'It needs the form https://name:port, without a user name or password in it.',
    button: 'Check address',
  }),
  'input.token': () => ({
    title: 'This cannot be a token',
    sentence: 'Paste the whole admin token: one line of letters, digits and a few signs.',
    button: 'Enter a new token',
  }),
  'input.device': () => ({
    title: 'Device ID cannot be used',
    sentence: 'Use 1 to 64 letters, digits and . _ : - and start with a letter or digit.',
    button: 'Change device ID',
  }),
  'input.description': () => ({
    title: 'Description cannot be used',
    sentence: 'Use 1 to 200 characters on one line.',
    button: 'Change the description',
  }),
  'input.certificate': () => ({
    title: 'Certificate cannot be used',
    sentence: 'The file holds no certificate of an authority in PEM form.',
    button: 'Choose certificate file',
  }),
  'busy.open-handovers': (p) => ({
    title: 'Handovers are still open',
    sentence: `${p('n') ? `${p('n')} handovers of` : 'Handovers of'} this server are not finished; finish or discard them first.`,
    button: 'Show them',
  }),
  cancelled: () => ({
    title: 'Stopped',
    sentence: 'This was stopped before it was done; nothing is lost.',
    button: tryAgain,
  }),
  internal: (p) => ({
    title: 'Something in Fieldkey broke',
    sentence: `It was noted${p('report') ? ` as ${p('report')}` : ''}; your handovers are safe.`,
    button: 'Restart Fieldkey',
  }),
}
