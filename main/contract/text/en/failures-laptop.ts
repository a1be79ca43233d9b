import type { FailureCode } from '../../failure'
import type { Writer } from '../failure-text'
import { laptops } from './laptops'
import { scanner } from './scanner'

type LaptopCode = Extract<
  FailureCode,
  | `keychain.${string}`
  | `disk.${string}`
  | `ledger.${string}`
  | `input.${string}`
  | `busy.${string}`
  | `laptop.${string}`
  | 'cancelled'
  | 'internal'
>

const tryAgain = 'Try again'

const keychainLacks: Readonly<Record<string, string>> & { readonly service: string } = {
  library: 'The system library that reaches the keychain is missing or does not load',
  service: 'This computer has no service to keep secrets',
  collection: 'The service that keeps secrets has no keychain yet',
}

type Trouble = readonly [title: string, sentence: string]

const ledgerTrouble: Readonly<Record<string, Trouble>> & { readonly broken: Trouble } = {
  broken: ['History file is damaged', 'Part of it cannot be read'],
  missing: ['History file is gone', 'Only the log beside it is left'],
  newer: ['History file is too new', 'It opens with the newer Fieldkey that wrote it; this one cannot read it'],
  unreadable: [
    'History file cannot be opened',
    'The system does not let Fieldkey read or write it; a restart may help',
  ],
  replaced: ['History file was replaced', 'Another program wrote to it while Fieldkey was running; restart Fieldkey'],
}

const earlierTry: Trouble = [
  'An earlier try is not done with',
  'What it asked for may still arrive at the server and is then taken back; try again in two minutes',
]

const laptopPending: Readonly<Record<string, Trouble>> & { readonly carried: Trouble } = {
  carried: [
    'A laptop token is still under way',
    'Wait until the other laptop has taken it over, or withdraw it under Prepare another laptop',
  ],
  lost: [
    'A lost laptop is not done with',
    'Its tokens are revoked as soon as the server answers; only the admin token can do that, so wait for it',
  ],
  swap: earlierTry,
  undo: earlierTry,
  new: ['A new token is not done with', 'Nobody has taken its text; Fieldkey revokes it as soon as the server answers'],
}

/** Failures of this laptop, of what was typed, and of Fieldkey itself. */
export const laptopFailures: Readonly<Record<LaptopCode, Writer>> = {
  'keychain.locked': () => ({
    title: 'Keychain is locked',
    sentence: 'The admin token is stored, but the keychain needs your password or permission.',
    button: 'Unlock and try again',
  }),
  'keychain.absent': (p) => ({
    title: 'No keychain found',
    sentence: `${keychainLacks[p('what') ?? ''] ?? keychainLacks.service}; Fieldkey will not store the token in a file.`,
    button: 'Show how to set it up',
    second: tryAgain,
  }),
  'keychain.slow': () => ({
    title: 'Keychain does not answer',
    sentence: 'It may be asking for your password in another window; Fieldkey goes on when it answers.',
    button: tryAgain,
  }),
  'keychain.key-lost': () => ({
    title: 'Key is missing from the keychain',
    sentence: 'Fieldkey locks device tokens on this laptop with it; without one it creates no token.',
    button: 'Make a new key',
  }),
  'keychain.seal-lost': (p) => ({
    title: 'Stored token cannot be opened',
    sentence: `The keychain no longer has the key for the token of ${p('id') ?? 'this device'}; a new token is needed.`,
    button: 'Replace token',
  }),
  'disk.full': (p) => ({
    title: 'Disk is full',
    sentence: `Fieldkey could not note the next step; free ${p('n') ? `${p('n')} MB` : 'some space'}. What is already made is not lost.`,
    button: tryAgain,
  }),
  'disk.denied': (p) => ({
    title: 'Folder is read-only',
    sentence: `The system does not let Fieldkey write ${p('file') ?? 'its files'}; a restart or its permissions may help.`,
    button: tryAgain,
  }),
  'disk.export': (p) => ({
    title: p('file') ? 'File could not be written' : 'Nothing was printed',
    sentence: p('file')
      ? `The system did not take ${p('file') ?? ''}; choose another folder.`
      : 'The system has no printer, or it refused; nothing is lost.',
    button: tryAgain,
  }),
  'ledger.damaged': (p) => {
    const [title, sentence] = ledgerTrouble[p('why') ?? ''] ?? ledgerTrouble.broken
    const path = p('path')
    const where = path ? ` ${path.includes('.damaged') ? 'A copy was kept' : 'The file'}: ${path}.` : ''
    return {
      title,
      sentence: `${sentence}, so no tokens are made until this is settled.${where}`,
      ...(sentence === ledgerTrouble.broken[1] || p('why') === 'missing'
        ? { button: 'Show the copy', second: 'Start a new history' }
        : { button: 'Show the file' }),
    }
  },
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
  'input.device': (p) => ({
    title: 'Device ID cannot be used',
    sentence: p('pattern')
      ? scanner.patternMiss(p('pattern') ?? '')
      : 'Use 1 to 64 letters, digits and . _ : - and start with a letter or digit.',
    button: 'Change device ID',
  }),
  'input.description': (p) => ({
    title: p('why') === 'changed' ? 'Description was changed elsewhere' : 'Description cannot be used',
    sentence:
      p('why') === 'changed'
        ? 'It does not read as it did in the list, so it was left alone; look at it and edit it again.'
        : 'Use 1 to 200 characters on one line.',
    button: 'Change the description',
  }),
  'input.review': (p) => ({
    title: 'Review date cannot be set',
    sentence:
      p('why') === 'foreign'
        ? 'Only device tokens made by Fieldkey can carry one.'
        : 'Choose a day that exists, such as 31 January 2027.',
    button: 'Choose another day',
  }),
  'input.certificate': () => ({
    title: 'Certificate cannot be used',
    sentence: 'The file holds no certificate of an authority in PEM form.',
    button: 'Choose certificate file',
  }),
  'busy.open-handovers': (p) => ({
    title: 'Handovers are still open',
    sentence:
      p('n') === '1'
        ? '1 handover of this server is not finished; finish or discard it, or delete its old token now.'
        : `${p('n') ? `${p('n')} handovers` : 'Handovers'} of this server are not finished; finish or discard them, or delete their old tokens now.`,
    button: 'Show them',
  }),
  'input.phrase': (p) => ({
    title: 'Phrase cannot be used',
    sentence: p('word')
      ? `${p('word')} is not one of the words Fieldkey uses; look at the other laptop again.`
      : `A phrase has six words${p('n') ? `, not ${p('n')}` : ''}; type those that the other laptop shows.`,
    button: 'Type it again',
  }),
  'laptop.shared': () => ({
    title: 'No user of its own for this laptop',
    sentence: 'The admin token may not create users, so the laptop would share the owner of the admin token.',
    button: 'Go back',
  }),
  'laptop.limited': () => ({
    title: 'This laptop is limited already',
    sentence: 'A limited token cannot make another; connect with an admin token first.',
    button: 'Go back',
  }),
  'laptop.pending': (p) => {
    const [title, sentence] = laptopPending[p('what') ?? 'carried'] ?? laptopPending.carried
    return { title, sentence: `${sentence}.`, button: 'Go back' }
  },
  'laptop.address': (p) => ({
    title: 'Address only works on this laptop',
    sentence: laptops.prepare.onlyHere(p('host') || 'this address'),
    button: 'Go back',
  }),
  'laptop.text': () => ({
    title: 'This is not a prepared token',
    sentence: 'Paste the whole text from the other laptop; it begins with fieldkey-laptop.',
    button: 'Paste it again',
  }),
  'laptop.phrase': () => ({
    title: 'The phrase does not open it',
    sentence: 'It was sealed for other words, or changed on the way; have it prepared again with the words shown here.',
    button: 'Paste it again',
  }),
  'laptop.taken': () => ({
    title: 'Prepared token is no longer valid',
    sentence: 'It was used, withdrawn, or older than 15 minutes; have another one prepared.',
    button: 'Paste another',
  }),
  'laptop.stored': () => ({
    title: 'This laptop has a token for that server',
    sentence: 'It leaves the keychain here for the prepared one and is not revoked; keep a copy if you still need it.',
    button: 'Go back',
  }),
  'laptop.operator': (p) => ({
    title: 'Not allowed to see all laptops',
    sentence: p('cloud')
      ? 'InfluxDB Cloud lets no token rule those of every user: revoke the tokens of the lost laptop one by one, in Tokens or in the pages of InfluxDB Cloud.'
      : 'Only an operator token sees and revokes the tokens of every user; connect with one first.',
    button: 'Go back',
  }),
  'laptop.minting': (p) => ({
    title: 'Somebody is making tokens with it',
    sentence: `${p('n') === '1' ? '1 token was' : `${p('n') || 'Its'} tokens were`} revoked and new ones keep appearing; Fieldkey goes on until none is left.`,
    button: 'Revoke again',
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
