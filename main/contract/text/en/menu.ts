/** The menu bar and native dialogs; accelerators are the window's business. */
export const menu = {
  file: 'File',
  newHandover: 'New handover',
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
  certificateTitle: 'Choose certificate file',
  certificateFiles: 'Certificates',
  certificateButton: 'Choose',
  quitTitle: 'A device is being set up',
  quitText: 'Settings are being sent over USB. Quitting now leaves the device half set up.',
  keepWorking: 'Keep working',
  quit: 'Quit',
  switchRefused: (name: string) => `Fieldkey does not start with --${name}: it would let others look inside.`,
}
