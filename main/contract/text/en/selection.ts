import { counted } from '../format'

const tokens = (n: number) => counted(n, 'token', 'tokens')
const devices = (n: number) => counted(n, 'device', 'devices')

/** What is told of selected tokens before anything is done to them: of each number that is not 0, a sentence. */
export const selection = {
  counting: 'Counting',
  /** What disabling or revoking does. */
  off: {
    act: 'Disable or revoke:',
    tokens: (n: number) => `${counted(n, 'device token is', 'device tokens are')} refused.`,
    devices: (n: number) => `${devices(n)} can no longer send.`,
    keeping: (n: number) => `${counted(n, 'device keeps', 'devices keep')} another working token.`,
    others: (n: number) => `${counted(n, 'other token is', 'other tokens are')} refused.`,
    nothing: 'Nothing that works now is cut off.',
  },
  on: {
    act: 'Enable:',
    tokens: (n: number) => `${counted(n, 'device token works', 'device tokens work')} again.`,
    devices: (n: number) => `${devices(n)} can send again.`,
    doubled: (n: number) => `${counted(n, 'device then has', 'devices then have')} more than one working token.`,
    others: (n: number) => `${counted(n, 'other token works', 'other tokens work')} again.`,
    nothing: 'Nothing changes.',
  },
  /** What stays as it is, whatever is done. */
  rest: {
    useless: (n: number) => `${tokens(n)} without a bucket or an active owner: nothing changes.`,
    locked: (n: number) => `${tokens(n)} that Fieldkey may be working with: left alone.`,
    gone: (n: number) => `${tokens(n)} no longer in the list.`,
    notSelected: (n: number) => `${tokens(n)} locked, so not selected.`,
  },
  already: (n: number) => `${counted(n, 'token is', 'tokens are')} disabled already.`,
  forGood: 'It cannot be undone.',
  notForGood: (n: number) => (n === 1 ? 'It can be enabled again.' : 'They can be enabled again.'),
}
