/** What is known of a USB adapter by its ids. Names order the list; they never decide what firmware runs behind it. */
const chips: Readonly<Record<string, string>> = {
  '1a86:7523': 'CH340',
  '1a86:5523': 'CH341',
  '1a86:55d3': 'CH343',
  '1a86:55d4': 'CH9102',
  '10c4:ea60': 'CP210x',
  '10c4:ea70': 'CP2105',
  '10c4:ea71': 'CP2108',
  '0403:6001': 'FT232',
  '0403:6010': 'FT2232',
  '0403:6011': 'FT4232H',
  '0403:6014': 'FT232H',
  '0403:6015': 'FT-X',
  '067b:2303': 'PL2303',
  '067b:23a3': 'PL2303',
  '303a:1001': 'Espressif USB',
  '303a:4001': 'ESP32-S2/S3',
  '2e8a:0005': 'Pico, MicroPython',
  '2e8a:0009': 'Pico',
  '2e8a:000a': 'Pico',
  '2e8a:000b': 'Pico, CircuitPython',
  '2e8a:000c': 'Debug Probe',
  '2341:0043': 'Arduino Uno',
  '2341:0010': 'Arduino Mega',
  '2341:8036': 'Arduino Leonardo',
  '2a03:0043': 'Arduino Uno',
  '16c0:0483': 'Teensy',
  '0483:374b': 'ST-LINK',
  '0483:374e': 'ST-LINK',
  '0483:5740': 'STM32',
  '0d28:0204': 'DAPLink',
  '04d8:00dd': 'MCP2221',
  'f055:9800': 'MicroPython board',
  'f055:9802': 'MicroPython board',
}

const vendors: Readonly<Record<string, string>> = {
  '239a': 'Adafruit',
  '1366': 'SEGGER J-Link',
  '2fe3': 'Zephyr',
  '1915': 'Nordic',
}

/** The usual name of the adapter with these USB ids (four hex digits each), if it is a known one. */
export function chipName(vendorId: string | undefined, productId: string | undefined): string | undefined {
  const vendor = vendorId?.toLowerCase()
  if (vendor === undefined) return undefined
  return chips[`${vendor}:${productId?.toLowerCase() ?? ''}`] ?? vendors[vendor]
}
