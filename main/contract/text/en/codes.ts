import type { BuiltInContent } from '../../code-content'

const names: Readonly<Record<BuiltInContent, string>> = {
  json: 'All settings (JSON)',
  connection: 'Connection string',
  token: 'Token only',
  toml: 'settings.toml',
  env: 'INFLUX_ variables',
}

/** What codes hold, and codes in parts. */
export const codes = {
  content: 'Code content',
  contents: names,
  smallCamera: 'Small camera: show several simpler codes',
  smallCameraHint: 'The device has to put the parts together.',
  kept: 'The next codes hold the same.',
  withoutDevice: 'Without the device ID: data is recognised only if the device tags it with that ID by itself.',
  tokenAlone: 'For devices that know address, organization and bucket, and tag their data with their ID by themselves.',
  refused: (files: string) => `Not read, because it is no device type: ${files}`,
  folder: 'Files in the folder device-types add more.',
  part: 'Code part',
  partOf: (n: number, of: number) => `Part ${n} of ${of}`,
  previous: 'Previous part',
  next: 'Next part',
  pause: 'Pause parts',
  say: {
    parts: (n: number) => `The code is shown in ${n} parts.`,
  },
}
