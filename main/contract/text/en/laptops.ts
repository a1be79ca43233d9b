import { counted, formatCount, formatTime, type Moment } from '../format'

const tokens = (n: number) => counted(n, 'token', 'tokens')
const devices = (n: number) => counted(n, 'device', 'devices')

/** Laptop tokens: in Settings, in Connect, and their dialogs. */
export const laptops = {
  heading: 'Laptop tokens',
  lead: 'A limited token makes device tokens for the buckets you choose only, so a lost laptop is worth little.',
  cancel: 'Cancel',
  done: 'Done',
  close: 'Close',
  loading: 'Asking the server',
  wish: {
    name: 'Name of this laptop',
    otherName: 'Name of the other laptop',
    nameHint: 'Shown wherever its tokens are listed, so that it can be found when it is lost.',
    nameMissing: 'Give the laptop a name.',
    buckets: 'Buckets it may hand out',
    findBucket: 'Find a bucket',
    bucketMissing: 'Choose at least one bucket.',
    read: 'Let it see whether data arrives',
    readHint:
      'Grants reading all data in the chosen buckets, and making tokens that read them. Without it a technician confirms each device.',
    shared:
      'The admin token in use may not create users, so this laptop would belong to the same owner: it could see and revoke all tokens of that owner. An operator token avoids this.',
    sharedOnCloud:
      'InfluxDB Cloud gives a laptop no user of its own, so it would belong to the owner of the admin token: it could see and revoke all tokens of that owner.',
    sharedAccept: 'Share the owner of the admin token',
    sharedMissing: 'Accept this, or connect with an operator token first.',
    sharedMissingOnCloud: 'Accept this first.',
  },
  limit: {
    button: 'Limit this laptop',
    title: 'Limit this laptop',
    text: 'A token of its own takes the place of the admin token, which is removed from the keychain here.',
    limited: 'This laptop has a limited token already. To limit it otherwise, connect with an admin token first.',
    open: (n: number) =>
      n === 1
        ? '1 handover is not finished. Finish or discard it in History, or delete its old token there, first.'
        : `${formatCount(n)} handovers are not finished. Finish or discard them in History, or delete their old tokens there, first.`,
    revokeAdmin: (name: string) => `Also revoke the admin token ${name}`,
    revokeAdminHint: 'Its description says it was made for Fieldkey. Whatever else uses it is refused from then on.',
    confirm: 'Limit it now',
    running: 'Limiting',
    done: 'This laptop is limited',
    doneText: (owner: string) => `It now works as ${owner}. The admin token is no longer in its keychain.`,
    adminRevoked: 'The admin token was revoked.',
    adminKept: 'The admin token still works elsewhere: revoke it where it is managed if nobody needs it.',
    adminFailed: (why: string) => `The admin token could not be revoked: ${why} Revoke it where it is managed.`,
  },
  prepare: {
    button: 'Prepare another laptop',
    title: 'Prepare another laptop',
    text: 'On the other laptop open Connect, choose Use a prepared token, and type the six words it shows here.',
    leadsTo: (address: string) => `There it connects to ${address}.`,
    onlyHere: (host: string) =>
      `On another laptop ${host} is that laptop itself: set Address for devices to one that it can reach.`,
    onlyHereAccept: (host: string) => `Seal it for ${host} all the same`,
    onlyHereHint: 'For a laptop with a tunnel of its own to the server at this very address.',
    onlyHereMissing: 'Set Address for devices first, or accept this.',
    phrase: 'Phrase on the other laptop',
    phraseMissing: 'Type the six words.',
    confirm: 'Seal the token',
    running: 'Sealing',
    done: (name: string) => `Token for ${name}`,
    doneText: (until: Moment) =>
      `Bring this text to the other laptop. It opens only with the words shown there, and only until ${formatTime(until)}. Keep Fieldkey open until then: it revokes the token if nobody used it.`,
    sealed: 'Sealed text',
    code: (name: string) => `QR code with the sealed token for ${name}`,
    copy: 'Copy sealed text',
    copied: 'Copied. The clipboard is cleared after 30 seconds, unless something else was copied by then.',
    pending: 'On their way',
    until: (until: Moment) => `Revoked at ${formatTime(until)} if it is not used and Fieldkey is open`,
    withdraw: (name: string) => `Withdraw ${name}`,
    withdrawShort: 'Withdraw',
    withdrawn: (name: string) => `The token for ${name} was withdrawn.`,
  },
  take: {
    button: 'Use a prepared token',
    hint: 'When another laptop with an admin token prepares this one.',
    title: 'Use a prepared token',
    text: 'On the laptop with the admin token choose Prepare another laptop and type these words there:',
    phrase: 'Phrase for this laptop',
    keepOpen: 'Leave this open until the text is here: it opens only with these words.',
    sealed: 'Sealed text',
    sealedHint: 'Paste it, or scan its QR code.',
    sealedMissing: 'Paste the text from the other laptop.',
    confirm: 'Take it over',
    running: 'Taking over',
    plain: 'The address in it begins with http: the token would travel in the open.',
    plainConfirm: 'Connect without encryption',
    replaceConfirm: 'Replace the stored token',
    certificate: 'Choose certificate file',
    certificateChosen: (subject: string) => `Trusting certificate: ${subject}`,
  },
  lost: {
    button: 'Lost laptop',
    title: 'Lost laptop',
    text: 'All its tokens are revoked and its user gets a random password. Its devices keep their tokens and go on sending.',
    list: 'Which laptop was lost?',
    none: 'No other laptop with a limited token is in the list. One that worked with an admin token is given up by revoking that token in Tokens.',
    counts: (n: number, kept: number) => `${tokens(n)} to revoke, ${devices(kept)} to keep`,
    shared:
      'It shares its owner with this laptop: all other tokens of that owner go too, and the password of that owner becomes a random one, so that person needs a new one from an operator.',
    choose: 'Choose the laptop that was lost.',
    confirm: 'Revoke its tokens',
    running: 'Revoking',
    done: (n: number) => `${tokens(n)} revoked`,
    doneText: (kept: number) =>
      kept === 0
        ? 'The laptop can do nothing any more. It had no devices with tokens of their own.'
        : `The laptop can make no tokens any more. ${devices(kept)} of its owner keep theirs: replace them if their tokens may have been copied.`,
    kept: (n: number) =>
      `${tokens(n)} of that owner that can do more ${n === 1 ? 'stays' : 'stay'}, because Fieldkey may be working with ${n === 1 ? 'it' : 'them'} here or nothing else rules the server. If the laptop had ${n === 1 ? 'it' : 'one of them'}, make another, connect with that, and come back.`,
  },
}
