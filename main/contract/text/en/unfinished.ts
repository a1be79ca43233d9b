import { counted, formatCount, formatDateTime, formatTime, type Moment } from '../format'

/** What was begun and is not at its end: what is known, what is not, what to do; and what waits for the server. */
export const unfinished = {
  known: {
    asked: (at: Moment) => `Started ${formatTime(at)}, not sure whether a token exists`,
    made: (at: Moment) => `Token made ${formatTime(at)}, not handed over`,
    handed: (at: Moment) => `Handed over ${formatTime(at)}`,
    ending: 'Its token is to be revoked',
  },
  unknown: {
    asked: "The server's answer was lost.",
    shown: 'Code was shown; the device may have it',
    sent: 'Sending may have been cut off; the device may have the token, which is still switched off.',
    silent: 'No data was seen within 24 hours; whether the device works is not known.',
    unseen: 'Whether its data arrives cannot be seen from here.',
    off: 'The device cannot send yet: its token is not switched on.',
    ending: 'Until the server answers, the token may still work.',
  },
  next: {
    asked: 'Continue looks it up on the server. Discard deletes the token if there is one.',
    made: 'Continue goes on with the same token. Discard deletes it; no device has it.',
    shown: 'Continue shows the same code again. Discard revokes the token: a device that has it can no longer send.',
    sent: 'Continue sends the same token again, which does no harm. Discard deletes it.',
    silent: "Look at the device's own display: power, Wi-Fi, clock. If it works, press Device works.",
    off: 'Nothing to do: it is switched on as soon as the server answers.',
    ending: 'Nothing to do: it is revoked as soon as the server answers.',
  },
  waiting: {
    title: 'Waiting for the server',
    text: 'Decided and written down. Fieldkey does it by itself, oldest first, as soon as the server answers.',
    tryNow: 'Try now',
    more: 'Show more that wait',
    left: (n: number) => `${counted(n, 'more waits', 'more wait')} for the server.`,
    what: {
      activation: 'Switch its token on',
      revocation: 'Revoke its token',
      'look-up': 'Look up whether a token exists',
      'old-token': 'Settle what becomes of its old token',
    },
    since: (at: Moment) => `since ${formatDateTime(at)}`,
    tries: (n: number) => (n === 0 ? 'Not tried in this run yet' : `Tried ${counted(n, 'time', 'times')}`),
    final: 'A try may have reached the server, so this cannot be called back.',
    revokeInstead: (id: string) => `Revoke ${id} instead`,
    discard: (id: string) => `Discard ${id}`,
    trying: 'Fieldkey asks the server again.',
  },
  others: {
    title: 'On other servers',
    text: 'The window shows one server at a time. What waits goes on by itself; what is unfinished is finished there.',
    unfinished: (n: number) => `${formatCount(n)} unfinished`,
    waiting: (n: number) => `${formatCount(n)} waiting for the server`,
    silent: (n: number) => `${formatCount(n)} without data`,
    switchTo: (name: string) => `Switch to ${name}`,
    switchShort: 'Switch',
  },
  again: (n: number, of: number, why: string) => `Trying again, ${n} of ${of}: ${why}`,
}
