import type { FailureCode } from '../../failure'

/** The first part of a failure's code: the hop it happened at. */
type Hop<Code extends string = FailureCode> = Code extends `${infer First}.${string}` ? First : Code

const places: Readonly<Record<Hop, string>> = {
  net: 'the network',
  tls: "the server's certificate",
  clock: 'a clock',
  server: 'the server',
  auth: 'the admin token',
  perm: "the admin token's rights",
  bucket: 'the bucket',
  token: "the device's token",
  keychain: 'this laptop, its keychain',
  disk: 'this laptop, its disk',
  ledger: 'this laptop, its history file',
  serial: 'the cable',
  device: 'the device',
  qr: 'this screen',
  data: 'between the device and the server',
  input: 'what was typed',
  laptop: 'this laptop',
  busy: 'this laptop, its open handovers',
  cancelled: 'this laptop',
  internal: 'Fieldkey',
}

/** Where a failure happened, in words: the hop between laptop and device. */
export function whereOf(code: FailureCode): string {
  if (code === 'net.proxy') return "Where: the network's proxy"
  if (code === 'net.captive') return 'Where: the sign-in page of this Wi-Fi'
  if (code === 'net.offline') return "Where: this laptop's own network"
  const hop = code.split('.')[0] as Hop
  return `Where: ${places[hop]}`
}
