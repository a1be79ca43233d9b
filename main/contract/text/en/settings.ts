/** The Settings screen and practice. */
export const settings = {
  title: 'Settings',
  handover: 'Handover',
  display: 'Display',
  usb: 'USB',
  safety: 'Safety',
  about: 'About',
  hideAfter: 'Hide code after',
  seconds: (n: number) => `${n} s`,
  dataTag: 'Data tag with the device ID',
  dataTagHint: 'First data is recognised by this tag',
  dataTagBad: 'Use 1 to 64 characters without spaces, quotes or backslashes.',
  theme: 'Theme',
  themes: { system: 'System', light: 'Light', dark: 'Dark', sunlight: 'Sunlight' },
  reduceMotion: 'Reduce motion',
  sound: 'Sound when data arrives',
  baud: 'USB speed',
  bauds: (n: number) => `${n} baud`,
  server: (name: string, host: string) => `${name}, ${host}`,
  noServer: 'No server is in use.',
  forget: 'Forget this server',
  forgetHint: 'Its admin token is removed from the keychain. Tokens of devices stay as they are.',
  owner: (owner: string, org: string) => `Signed in as ${owner} in ${org}`,
  version: (version: string) => `Fieldkey ${version}`,
}

/** Practice: banner and device. */
export const practice = {
  banner: 'Practice: nothing here is real',
  serverName: 'Practice server',
  leave: 'Leave practice',
  device: 'Practice device',
  fault: 'Practice fault',
  faults: {
    none: 'None',
    unreachable: 'Server unreachable',
    silent: 'Device does not answer',
    wrong: 'Device answers wrongly',
    busy: 'Port busy',
  },
  scan: 'Scan the code with the practice device',
  plug: 'Plug in the practice device',
}
