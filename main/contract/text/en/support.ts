/** Copying settings, and the report for support. */
export const support = {
  allow: 'Allow copying settings',
  allowHint: 'Adds a button beside the code. What is copied holds the token of the device.',
  copy: 'Copy settings for 30 seconds',
  isCopied: 'Settings copied',
  copied: 'Copied. The clipboard is cleared after 30 seconds, unless something else was copied by then.',
  save: 'Save a report for support',
  saveHint: 'Versions, settings, counts and the last log lines. No token is in it.',
  title: (version: string, at: string) => `Fieldkey ${version}, report for support, ${at}`,
  system: 'System',
  connection: 'Connection',
  settings: 'Settings',
  handovers: 'Handovers by state',
  failures: 'Open failures',
  log: 'Last log lines',
  none: 'none',
  file: 'fieldkey-support',
}
