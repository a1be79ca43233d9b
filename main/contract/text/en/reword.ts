import { counted } from '../format'

const descriptions = (n: number) => counted(n, 'description', 'descriptions')

/** The dialog that edits the descriptions of many tokens. */
export const reword = {
  open: 'Edit descriptions',
  title: (n: number) => `Edit ${descriptions(n)}`,
  why: "A device token's description is its device ID; the device itself keeps the name it has. Fieldkey's own mark behind it is never changed.",
  kind: 'Change',
  kinds: { replace: 'Replace text', add: 'Add text' },
  find: 'Find',
  findHint: 'Capital and small letters count.',
  by: 'Replace with',
  before: 'At the start',
  after: 'At the end',
  tooLong: 'Use at most 200 characters.',
  counting: 'Counting',
  changed: (n: number) => `${counted(n, 'description changes', 'descriptions change')}.`,
  unchanged: (n: number) => `${counted(n, 'stays', 'stay')} as ${n === 1 ? 'it is' : 'they are'}.`,
  refused: (n: number) => `${counted(n, 'cannot', 'cannot')} be changed so.`,
  gone: (n: number) => `${counted(n, 'token', 'tokens')} no longer in the list.`,
  doubled: (n: number, names: string) =>
    `${counted(n, 'device', 'devices')} would then have more than one working token: ${names}.`,
  preview: 'The first of them',
  refusedFor: {
    'input.device': 'no device ID',
    pattern: 'does not fit the device ID pattern in Settings',
    'input.description': 'not 1 to 200 characters on one line',
  },
  becomes: 'becomes',
  confirm: (n: number) => `Change ${descriptions(n)}`,
  cancel: 'Cancel',
}
