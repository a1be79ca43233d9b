/** The menu bar and native dialogs; accelerators are the window's business. */
export const menu = {
  file: 'File',
  newHandover: 'New handover',
  print: 'Print list',
  quit: 'Quit Fieldkey',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  find: 'Find',
  view: 'View',
  refresh: 'Refresh',
  sunlight: 'Sunlight',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  actualSize: 'Actual size',
  fullScreen: 'Full screen',
  go: 'Go',
  handOver: 'Hand over',
  tokens: 'Tokens',
  history: 'History',
  settings: 'Settings',
  window: 'Window',
  minimise: 'Minimise',
  close: 'Close',
  help: 'Help',
  helpHere: 'Help for this screen',
  project: 'Fieldkey on the web',
  about: 'About Fieldkey',
}

/** Notifications of the operating system; never more than a device ID. */
export const notifications = {
  firstData: 'First data arrived',
}

/** Native dialogs. */
export const native = {
  quit: {
    push: {
      title: 'A device is being set up',
      text: 'Settings are being sent over USB. Quitting now leaves the device half set up.',
    },
    open: {
      title: (n: number) => (n === 1 ? '1 handover is not finished' : `${n} handovers are not finished`),
      text: 'Nothing is lost: the next start shows what was begun, to be finished or discarded.',
    },
    waiting: {
      title: (n: number) => (n === 1 ? '1 change waits for the server' : `${n} changes wait for the server`),
      text: 'It is made at the next start. Until then a revoked token may still work, and a device just set up cannot send.',
    },
    carried: {
      title: 'A token for another laptop may still be on its way',
      text: 'The token for another laptop is revoked only while Fieldkey is open, else at the next start.',
    },
    on: (servers: string) => `On ${servers}.`,
    others: (n: number) => (n === 1 ? '1 other server' : `${n} other servers`),
    keep: 'Keep working',
    quit: 'Quit',
  },
  certificateTitle: 'Choose certificate file',
  certificateFiles: 'Certificates',
  certificateButton: 'Choose',
  switchRefused: (name: string) => `Fieldkey does not start with --${name}: it would let others look inside.`,
}
