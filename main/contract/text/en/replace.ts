import type { OldToken } from '../../views'
import { formatDate, type Moment } from '../format'

/** Replacing a device's token. */
export const replace = {
  old: 'Replace the old token',
  oldText: 'The old one is switched off once the device has the new one, and deleted after 7 days.',
  token: 'Replace token',
  /** Below the Device ID. */
  hint: 'The token it has now is replaced.',
  shown: 'Until you confirm the scan, the old token works too.',
  goBack: 'Switch the old token back on',
  endOld: 'Delete the old token now',
  wentBack: (id: string) => `The old token of ${id} works again. The new one is revoked.`,
  ended: (id: string) => `The old token of ${id} is deleted.`,
  replaced: 'Replaced by a newer token',
  going: 'Switching the old token off',
  queued: 'The old token is switched off as soon as the network is back',
  off: 'Old token switched off',
  stays: 'The old token stays switched off. It can be switched on again in Tokens.',
  states: {
    live: () => 'The old token works until the device has the new one.',
    off: (ends: Moment) => `The old token is switched off. It is deleted on ${formatDate(ends)}.`,
    returning: () => 'The old token is being switched on again.',
    on: () => 'The old token was switched on again.',
    ending: () => 'The old token is being deleted.',
    gone: () => 'The old token is deleted.',
    kept: () => 'The old token was switched on again in Tokens, so it stays.',
  } satisfies Record<OldToken, (ends: Moment) => string>,
}
