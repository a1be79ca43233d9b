import type { TokenAct } from '../../token-act'
import { counted, formatCount, formatTime, type Moment } from '../format'

const count = (n: number) => counted(n, 'token', 'tokens')

/** What became of tokens of a run that were not changed. */
interface Others {
  readonly failed?: number
  /** Locked, so left alone. */
  readonly skipped?: number
  /** Not begun when `Stop` came. */
  readonly stopped?: number
  /** Written down, and done once the server answers. */
  readonly waiting?: number
}

/** The sentence about a run, begun by what was changed: `37 tokens disabled, 2 failed, 1 skipped.` */
const outcome =
  (changed: (n: number) => string) =>
  (n: number, { failed = 0, skipped = 0, stopped = 0, waiting = 0 }: Others = {}) => {
    const others = [
      { count: failed, what: 'failed' },
      { count: skipped, what: 'skipped' },
      { count: stopped, what: 'not begun' },
      { count: waiting, what: 'waiting for the server' },
    ]
    const told = others.filter(({ count }) => count > 0).map(({ count, what }) => `${formatCount(count)} ${what}`)
    return `${[changed(n), ...told].join(', ')}.`
  }

/** The Tokens screen. */
export const tokens = {
  title: 'Tokens',
  count,
  shown: (n: number, all: number) => `${formatCount(n)} of ${count(all)}`,
  asOf: (at: Moment) => `As of ${formatTime(at)}`,
  loading: 'Loading the list',
  refresh: 'Refresh list',
  create: 'New token',
  search: 'Search tokens',
  searchHint: 'Device, bucket, owner, token ID',
  filters: 'Search and filters',
  bucketFilter: 'Bucket filter',
  anyBucket: 'All buckets',
  statusFilter: 'Status filter',
  statuses: {
    all: 'All',
    active: 'Active',
    inactive: 'Disabled',
    'bucket-deleted': 'Bucket deleted',
    duplicate: 'Duplicate device',
    'too-wide': 'Too wide',
    foreign: 'Not made by Fieldkey',
    overdue: 'Review overdue',
    'review-soon': 'Review within 30 days',
    'no-review': 'No review date',
  },
  kindFilter: 'Kind filter',
  anyKind: 'All kinds',
  kinds: {
    device: 'Device',
    bucket: 'Bucket',
    'all-access': 'All access',
    operator: 'Operator',
    other: 'Other',
  },
  madeFilter: 'Made by filter',
  makers: { all: 'Anyone', fieldkey: 'Fieldkey', here: 'This laptop' },
  riskFilter: 'Risk filter',
  anyToken: 'All tokens',
  anyRisk: 'Any risk',
  sortBy: 'Sort by',
  sortOrder: 'Sort order',
  orders: { up: 'Ascending', down: 'Descending' },
  grid: 'Tokens',
  columns: {
    select: 'Select',
    device: 'Device',
    access: 'Access',
    status: 'Status',
    owner: 'Owner',
    created: 'Created',
    firstData: 'First data',
    updated: 'Last change',
    review: 'Review',
    id: 'Token ID',
  },
  selectAll: 'Select all matching tokens',
  select: (name: string) => `Select ${name}`,
  status: {
    active: 'Active',
    inactive: 'Disabled',
    'bucket-deleted': 'Bucket deleted',
    duplicate: 'Duplicate device',
    'too-wide': 'Too wide',
    overdue: 'Review overdue',
  },
  empty: 'No device tokens yet',
  toHandOver: 'Hand a device its first token',
  nothing: 'Nothing matches',
  noSuchId: 'No token with this ID',
  notThere: 'The server has no token with this ID.',
  unread: (asOf: Moment) => `Not read from the server: this is from the list of ${formatTime(asOf)}.`,
  clear: 'Clear filters',
  match: (n: number) => `${counted(n, 'token matches', 'tokens match')}.`,
  incomplete: {
    owner: "This list may be incomplete: the admin token sees only its own user's tokens.",
    cloud:
      'This list may be incomplete: InfluxDB Cloud leaves out the tokens of users whom the admin token may not see.',
  },
  selection: 'Selected tokens',
  selected: (n: number) => `${formatCount(n)} selected`,
  allSelected: (n: number) =>
    n === 1 ? 'The 1 matching token is selected.' : `All ${formatCount(n)} matching tokens selected.`,
  allButLocked: (n: number, locked: number) => `${count(n)} selected; ${formatCount(locked)} locked.`,
  selecting: 'Selecting',
  disableSelected: 'Disable selected',
  enableSelected: 'Enable selected',
  revokeSelected: 'Revoke selected',
  clearSelection: 'Clear selection',
  progress: (done: number, total: number) => `${formatCount(done)} of ${formatCount(total)}`,
  running: {
    disable: 'Disabling',
    enable: 'Enabling',
    revoke: 'Revoking',
    review: 'Setting the review date',
    describe: 'Editing descriptions',
  },
  stop: 'Stop',
  stopping: 'Stopping',
  done: {
    disable: outcome((n) => `${count(n)} disabled`),
    enable: outcome((n) => `${count(n)} enabled`),
    revoke: outcome((n) => `${count(n)} revoked`),
    review: outcome((n) => `Review date of ${count(n)} set`),
    describe: outcome((n) => `Description of ${count(n)} changed`),
  },
  showEach: 'Show each changed token',
  hideEach: 'Hide changed tokens',
  each: 'Changed tokens',
  eachDone: {
    disable: 'Disabled.',
    enable: 'Enabled.',
    revoke: 'Revoked.',
    review: 'Review date set.',
    describe: 'Description changed.',
  },
  undo: 'Undo',
  failed: {
    disable: (n: number) => `${count(n)} not disabled`,
    enable: (n: number) => `${count(n)} not enabled`,
    revoke: (n: number) => `${count(n)} not revoked`,
    review: (n: number) => `Review date of ${count(n)} not set`,
    describe: (n: number) => `Description of ${count(n)} not changed`,
  },
  /** Of changes without an answer: nobody looks them up. */
  noAnswer: { title: 'The answer was lost', sentence: 'It may have been done or not.' },
  notDoneAgain:
    'Without an answer it may have been done or not. Unless it says that it waits, Fieldkey does not do it again by itself: refresh the list and try again, once more does no harm.',
  again: 'Try failed again',
  details: 'Token details',
  close: 'Close details',
  copyId: 'Copy token ID',
  copied: 'Token ID copied.',
  disable: 'Disable token',
  enable: 'Enable token',
  revoke: 'Revoke token',
  edit: 'Edit description',
  description: 'Description',
  save: 'Save description',
  cancelEdit: 'Cancel',
  saved: 'Description saved.',
  own: 'Fieldkey may be working with this token itself, so it cannot be selected, disabled or revoked here.',
  lastOperator: 'This is the last operator token known, so it cannot be selected, disabled or revoked here.',
  noName: 'No name',
  noData: 'None yet',
  access: {
    actions: { read: 'read', write: 'write', 'read-write': 'read and write' },
    bucket: (act: string, name: string) => `${act} · ${name}`,
    deletedBucket: (act: string, id: string) => `${act} · deleted bucket ${id}`,
    one: (act: string, type: string, what: string) => `${act} · ${type} ${what}`,
    organization: (act: string, type: string) => `${act} · all ${type}`,
    instance: (act: string, type: string) => `${act} · all ${type} of the server`,
  },
  accessMore: (n: number) => `and ${n} more`,
  fields: {
    device: 'Device',
    description: 'Description',
    kind: 'Kind',
    access: 'Access',
    owner: 'Owner',
    organization: 'Organization',
    made: 'Made by',
    review: 'Review date',
    risks: 'Risks',
    address: 'API address',
    ownerAddress: 'Owner’s address',
  },
  steps: 'What this laptop did with it',
  noSteps: 'Nothing that this laptop did with it is noted.',
  acts: {
    created: 'Created in Tokens',
    'disabled-here': 'Disabled in Tokens',
    'enabled-here': 'Enabled in Tokens',
    'revoked-here': 'Revoked in Tokens',
    described: 'Description changed',
    reviewed: 'Review date set',
    unreviewed: 'Review date removed',
    withdrawn: 'Deleted: what it was made for failed',
    'laptop-made': 'Created for this laptop',
    'carried-made': 'Created for another laptop',
    'carried-ended': 'Revoked: it was for the way to a laptop only',
    'admin-ended': 'Revoked when this laptop was limited',
    'lost-ended': 'Revoked: its laptop was lost',
    stored: 'Put into the keychain of this laptop',
    unstored: 'Taken out of the keychain of this laptop',
  } satisfies Readonly<Record<TokenAct['kind'], string>>,
  unanswered: (what: string) => `${what} - asked for, the answer was lost`,
  madeHere: 'Fieldkey on this laptop',
  madeByFieldkey: 'Fieldkey on another laptop',
  madeElsewhere: 'Not Fieldkey',
}
