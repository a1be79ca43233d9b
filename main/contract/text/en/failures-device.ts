import type { FailureCode } from '../../failure'
import { practicePort } from '../../practice-port'
import type { Fill, Writer } from '../failure-text'
import { counted } from '../format'

type DeviceCode = Extract<FailureCode, `serial.${string}` | `device.${string}` | `qr.${string}` | `data.${string}`>

const tryAgain = 'Try again'
const showQr = 'Show a QR code instead'

const portOf = (p: Fill) => (p('port') === practicePort ? 'the practice device' : (p('port') ?? 'the port'))
/** A path stays as it is: on Linux its case counts. */
const capital = (words: string) => words.replace(/^the /, 'The ')
const waited = (minutes: number) => {
  if (!(minutes > 0)) return 'Some time'
  return minutes < 120 ? counted(minutes, 'minute', 'minutes') : counted(Math.round(minutes / 60), 'hour', 'hours')
}

/** Failures of cable, device, code and data. */
export const deviceFailures: Readonly<Record<DeviceCode, Writer>> = {
  'serial.none': () => ({
    title: 'No device on USB',
    sentence: 'Nothing is plugged in, or the cable only carries power; try a data cable.',
    button: 'Look again',
    second: showQr,
  }),
  'serial.driver': (p) => ({
    title: 'Device needs a driver',
    sentence: `${p('chip') ? `A ${p('chip')} adapter` : 'A USB adapter'} is plugged in, but its driver is missing.`,
    button: 'Show driver help',
    second: showQr,
  }),
  'serial.permission': (p) => ({
    title: 'No access to the USB port',
    sentence: p('group')
      ? `This user may not use ${portOf(p)}; the group ${p('group')} is missing.`
      : `This user may not use ${portOf(p)}.`,
    button: 'Show how to fix',
    second: showQr,
  }),
  'serial.busy': (p) => ({
    title: 'USB port is in use',
    sentence: `${p('program') ?? 'Another program'} uses ${portOf(p)}; close serial monitors.`,
    button: tryAgain,
    second: showQr,
  }),
  'serial.missing': (p) => ({
    title: 'USB port is gone',
    sentence: `${capital(portOf(p))} is not there; plug the device in, or choose another port.`,
    button: 'Look again',
    second: showQr,
  }),
  'serial.choose': () => ({
    title: 'Choose a USB port',
    sentence: 'Choose the port the device is plugged into, in the form; then continue.',
    button: 'Continue',
    second: showQr,
  }),
  'serial.unplugged': () => ({
    title: 'Device was unplugged',
    sentence: 'The cable came off during sending; plug it in again, the same token is used.',
    button: 'Continue',
    second: showQr,
  }),
  'device.no-answer': (p) => ({
    title: 'Device does not answer',
    sentence: `${capital(portOf(p))} is open, but nothing came back for 10 seconds; press reset on the device.`,
    button: tryAgain,
    second: showQr,
  }),
  'device.wrong-hash': () => ({
    title: 'Device stored something else',
    sentence: "The device's check value does not match; the token is not switched on.",
    button: 'Send again',
    second: showQr,
  }),
  'device.wrong-again': () => ({
    title: 'Device stored something else again',
    sentence: "The device's check value is wrong for the second time; this token is revoked, another one is made.",
    button: 'Replace token',
    second: showQr,
  }),
  'device.wrong-id': (p) => ({
    title: 'This is another device',
    sentence: `The cable leads to ${p('found') ?? 'another device'}, not to ${p('id') ?? 'the one you asked for'}.`,
    button: p('found') ? `Use ${p('found')}` : tryAgain,
  }),
  'device.refused': (p) => ({
    title: 'Device refused the settings',
    sentence: `${p('reason') ? `It said: ${p('reason')}. ` : ''}Its software may be too old for the cable.`,
    button: showQr,
    second: 'Send again',
  }),
  'device.locked': () => ({
    title: 'Device is locked',
    sentence: 'It keeps the settings it has; reset it to its factory state, or unlock it as its maker says.',
    button: tryAgain,
    second: showQr,
  }),
  'device.too-small': (p) => ({
    title: 'Settings do not fit the device',
    sentence: p('max')
      ? `It takes ${p('max')} bytes at most, which is less than these settings need.`
      : 'It takes less than these settings need.',
    button: showQr,
  }),
  'qr.screen-small': (p) => ({
    title: 'Screen too small for this code',
    sentence: 'One dot would be under 0.9 mm; make the window larger or the zoom smaller.',
    button: p('simplest') ? 'Show code again' : 'Use simpler codes',
    second: 'Send by USB cable instead',
  }),
  'qr.type-missing': (p) => ({
    title: 'Device type is not there',
    sentence: `The file ${p('file') ?? 'of the device type'} in the folder device-types cannot be used; choose another code content.`,
    button: 'Open Settings',
    second: 'Show code again',
  }),
  'data.none': (p) => ({
    title: 'No data yet',
    sentence: `${waited(Number(p('n')))} without data from ${p('id') ?? 'the device'}; the token is fine, so check Wi-Fi and power at the device.`,
    button: p('replace') ? 'Replace token' : 'Show code again',
  }),
  'data.no-flux': (p) => ({
    title: 'Cannot see whether data arrives',
    sentence: `${p('host') ?? 'This server'} offers no Flux, in which Fieldkey asks for data; check the device's own display.`,
    button: 'Continue without check',
  }),
}
