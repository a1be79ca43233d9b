import { counted, formatCount, formatDate, formatDateTime, type Moment } from '../format'

/** The dialogs: a heading, a sentence, the choices; the safe one comes last. */
export const dialogs = {
  duplicate: {
    title: (id: string) => `${id} already has a working token`,
    made: (at: Moment, bucket: string) => `Made ${formatDate(at)} for the bucket ${bucket}.`,
    lastData: (at: Moment) => `First data ${formatDateTime(at)}.`,
    text: 'If both stay, anyone who has the old one can go on writing.',
    keepBoth: 'Keep both tokens',
    cancel: 'Cancel',
  },
  cancel: {
    title: (id: string) => `Cancel the handover of ${id}?`,
    text: 'Its token is revoked. A device that already has it can no longer send.',
    textShown:
      'Its code was shown, so the device may have the token. It is revoked: a device that has it can no longer send.',
    textUnsure: 'It is not known whether a token exists. If the server has one for this handover, it is deleted.',
    confirm: 'Revoke token and cancel',
    discard: 'Discard handover',
    back: 'Go back',
  },
  help: {
    title: 'Help the device read the code',
    tips: [
      'Turn the screen brightness up.',
      'Tilt the screen against reflections.',
      'Hold the device 20 to 40 cm away.',
      'Wipe the lens.',
    ],
    usb: 'Send by USB cable instead',
    back: 'Back to the code',
  },
  unfinished: {
    title: 'Unfinished handovers',
    continue: (id: string) => `Continue ${id}`,
    discard: (id: string) => `Discard ${id}`,
    continueShort: 'Continue',
    discardShort: 'Discard',
    later: 'Decide later',
    more: (n: number) => `and ${formatCount(n)} more; History lists them all.`,
  },
  keychain: {
    title: 'Unlock the keychain',
    text: 'The admin token is stored there. The system may ask for your password.',
    unlock: 'Unlock and try again',
    later: 'Not now',
  },
  revoke: {
    title: (n: number) => `Revoke ${counted(n, 'token', 'tokens')}?`,
    devices: (n: number) =>
      n === 1
        ? 'This device can no longer send. It cannot be undone.'
        : 'These devices can no longer send. It cannot be undone.',
    others: (n: number) =>
      n === 1
        ? 'Whatever uses this token is refused from now on. It cannot be undone.'
        : 'Whatever uses these tokens is refused from now on. It cannot be undone.',
    list: 'Tokens to revoke',
    more: (n: number) => `and ${formatCount(n)} more`,
    type: (n: number) => `Type ${formatCount(n)} to confirm`,
    confirm: (n: number) => `Revoke ${counted(n, 'token', 'tokens')}`,
    keep: 'Keep them',
  },
  disable: {
    title: (n: number) => `Disable ${counted(n, 'token', 'tokens')}?`,
    devices: (n: number) =>
      n === 1
        ? 'This device can no longer send. It can be enabled again.'
        : 'These devices can no longer send. They can be enabled again.',
    others: (n: number) =>
      n === 1
        ? 'Whatever uses this token is refused from now on. It can be enabled again.'
        : 'Whatever uses these tokens is refused from now on. They can be enabled again.',
    list: 'Tokens to disable',
    confirm: (n: number) => `Disable ${counted(n, 'token', 'tokens')}`,
    keep: 'Leave them on',
  },
  newToken: {
    title: 'New token',
    kind: 'Kind of token',
    kinds: {
      device: {
        label: 'Device (write only)',
        can: 'Writes to one bucket, and can also delete data there. It has no right to read.',
      },
      bucket: {
        label: 'Bucket (read and write)',
        can: 'Reads, writes and deletes data in one bucket. More than a device needs.',
      },
      'all-access': {
        label: 'All access',
        can: 'Reaches every bucket and every token of this organization and can make new tokens. Never put it on a device.',
      },
    },
    bucket: 'Bucket',
    bucketMissing: 'Choose a bucket.',
    device: 'Device ID',
    deviceMissing: 'Type the ID of the device.',
    description: 'Description',
    descriptionHint: 'What it is for, so that others know whether it may be revoked.',
    descriptionMissing: 'Say what the token is for.',
    owner: 'Owner',
    belongsTo: (owner: string) => `Belongs to ${owner}.`,
    create: 'Create',
    creating: 'Creating',
    cancel: 'Cancel',
    duplicate: (id: string) =>
      `${id} already has a working token, so none was created. Revoke or disable that one first, or hand it over again.`,
    duplicateMade: (at: Moment, bucket: string) => `Made ${formatDate(at)} for the bucket ${bucket}.`,
    once: 'The token is shown only here. When this is closed, nobody can read it again, Fieldkey included.',
    name: (id: string) => `Token for ${id}`,
    hidden: 'Hidden',
    show: 'Show token',
    copy: 'Copy token',
    copied: 'Copied. The clipboard is cleared after 30 seconds, unless something else was copied by then.',
    done: 'Done',
    forgotten: 'Another window came to the front, so the copied token is no longer kept here.',
    untaken: {
      title: 'Revoke the new token?',
      name: (id: string) => `Nobody has the token for ${id}`,
      text: 'It was neither shown nor copied, and after this nobody can read it. So it is revoked.',
      revoke: 'Revoke it',
      back: 'Go back',
      revoked: 'Token revoked',
    },
  },
  newLedger: {
    title: 'Start a new history?',
    text: 'Devices that were handed their tokens go on working. The damaged file is kept.',
    facts: [
      'Servers that can be read are carried over, with their admin tokens.',
      'What can be read of the handovers is written into a table.',
      'Handovers that were not finished cannot be continued: their tokens are in Tokens, to be revoked there.',
    ],
    start: 'Start a new history',
    back: 'Go back',
    done: 'A new history is ready',
    kept: 'The damaged one is kept:',
    listed: (n: number) => `Table of ${counted(n, 'handover', 'handovers')}:`,
    servers: (n: number) => `${counted(n, 'server was', 'servers were')} carried over.`,
    restart: 'Restart Fieldkey',
  },
  leavePractice: {
    title: 'Leave practice?',
    text: 'The practice server, its tokens and its history can wait here for the next time.',
    keep: 'Keep practice data',
    delete: 'Delete practice data',
    stay: 'Stay in practice',
  },
}
