import { formatDate, formatDateTime, formatTime, type Moment } from '../format'

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
    confirm: 'Revoke token and cancel',
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
    made: (at: Moment) => `Token made ${formatTime(at)}, not handed over`,
    asked: (at: Moment) => `Started ${formatTime(at)}, not sure whether a token exists`,
    continue: (id: string) => `Continue ${id}`,
    discard: (id: string) => `Discard ${id}`,
    continueShort: 'Continue',
    discardShort: 'Discard',
    later: 'Decide later',
  },
  keychain: {
    title: 'Unlock the keychain',
    text: 'The admin token is stored there. The system may ask for your password.',
    unlock: 'Unlock and try again',
    later: 'Not now',
  },
  revoke: {
    title: (n: number) => (n === 1 ? 'Revoke 1 token?' : `Revoke ${n} tokens?`),
    text: (n: number) =>
      n === 1
        ? 'This device can no longer send. It cannot be undone.'
        : 'These devices can no longer send. It cannot be undone.',
    confirm: (n: number) => (n === 1 ? 'Revoke 1 token' : `Revoke ${n} tokens`),
    keep: 'Keep them',
  },
  leavePractice: {
    title: 'Leave practice?',
    text: 'The practice server, its tokens and its history can wait here for the next time.',
    keep: 'Keep practice data',
    delete: 'Delete practice data',
    stay: 'Stay in practice',
  },
}
