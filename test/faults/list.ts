/** A test that plays a fault: its file, and words that stand in its name there. */
export interface Player {
  readonly file: string
  readonly says: string
}

/** A fault that Fieldkey has to survive, by the number under which docs/reliability.md tells of it. */
export interface Fault {
  readonly number: number
  readonly name: string
  readonly played: readonly Player[]
}

const services = 'test/main/services'
const ledger = 'test/main/adapters/ledger'
const wire: readonly Player[] = [
  { file: 'test/faults/http-on-practice.test.ts', says: '$number $name' },
  { file: 'test/faults/http-on-influx.test.ts', says: '$number $name' },
]
const at = (file: string, ...says: readonly string[]): readonly Player[] => says.map((one) => ({ file, says: one }))
const onInflux = at('test/faults/laptop-on-influx.test.ts', '$number $name')
const disk = at('test/faults/disk.test.ts', 'from any such change on')
const onTheWire = (number: number, name: string): Fault => ({ number, name, played: wire })

/** Every fault, with the tests that play it. */
export const faults: readonly Fault[] = [
  onTheWire(1, 'connection refused'),
  onTheWire(2, 'DNS failure'),
  onTheWire(3, 'connect time-out'),
  onTheWire(4, 'reset before the request left'),
  onTheWire(5, 'reset after the request was read'),
  onTheWire(6, 'answer cut in the body'),
  onTheWire(7, 'answer never comes'),
  onTheWire(8, 'answer after our time-out'),
  onTheWire(9, '1 kB/s'),
  onTheWire(10, 'one-byte packets'),
  onTheWire(11, '500 before the commit'),
  onTheWire(12, '500 after the commit'),
  onTheWire(13, '502, 503 or 504 from a proxy'),
  onTheWire(14, '429 with and without Retry-After'),
  onTheWire(15, 'admin token revoked mid-way'),
  onTheWire(16, 'bucket deleted mid-way'),
  onTheWire(17, 'captive portal'),
  onTheWire(18, 'a certificate that is not to be trusted'),
  onTheWire(19, 'the clock jumps'),
  onTheWire(20, '201 with no token'),
  onTheWire(21, '201 but nothing stored'),
  onTheWire(22, 'the POST arrives three times'),
  onTheWire(23, 'PATCH lost'),
  onTheWire(24, 'DELETE lost, or 404'),
  onTheWire(25, '201 with a wider scope than asked'),
  {
    number: 26,
    name: 'killed at every step',
    played: [
      ...at('test/faults/killed.test.ts', 'at any named step', 'while %s leaves what the next start finishes'),
      ...at(`${services}/crash.test.ts`, 'at any step leaves nothing lost'),
      ...at('test/e2e/faults.test.ts', 'killed at any moment, then started again'),
      ...at('test/main/replace-ledger.test.ts', 'the disk %s at any change'),
    ],
  },
  {
    number: 27,
    name: 'power loss',
    played: [
      ...at(`${ledger}/durable.test.ts`, 'through a power loss, with the last page torn'),
      ...at('test/main/replace-ledger.test.ts', 'the power lost after any change'),
      ...at('test/faults/disk.test.ts', 'loses its power at any change'),
    ],
  },
  {
    number: 28,
    name: 'disk full',
    played: [
      ...at(`${ledger}/durable.test.ts`, 'begins nothing when it is full', 'makes no half ledger'),
      ...at('test/main/replace-ledger.test.ts', 'the disk %s at any change'),
      ...disk,
    ],
  },
  {
    number: 29,
    name: 'EIO on fsync',
    played: [...at(`${ledger}/durable.test.ts`, 'when a write cannot be made durable'), ...disk],
  },
  {
    number: 30,
    name: 'ledger file corrupt, truncated, newer, read-only, deleted while running',
    played: [
      ...at(
        `${ledger}/damage.test.ts`,
        'with a byte of any page flipped',
        'leaves the newer version %i alone',
        'a ledger that changes under way',
      ),
      ...at(`${ledger}/truncated.test.ts`, 'cut off after any byte'),
      ...at(`${ledger}/durable.test.ts`, 'that has become read-only', 'on a disk that is read-only'),
      ...at('test/faults/read-only.test.ts', 'at any named step'),
      ...at(`${ledger}/truncated-log.test.ts`, 'cut off after any byte', 'with a flipped byte in any frame'),
    ],
  },
  {
    number: 31,
    name: 'second instance',
    played: [
      ...at('test/e2e/second-start.test.ts', 'in the middle of a handover ends by itself'),
      ...at(
        'test/faults/second-opening.test.ts',
        'opens it in the middle of a handover',
        'writes in the middle of a handover',
      ),
      ...at('test/e2e/quitting.test.ts', 'second'),
      ...at(`${ledger}/damage.test.ts`, 'refuses to add to what another program has written'),
    ],
  },
  {
    number: 32,
    name: 'keychain locked, absent, no collection, hanging',
    played: [
      ...at('test/contract/vault.test.ts', 'looks empty when read and refuses to write', 'is absent'),
      ...at('test/e2e/keychain.test.ts', 'no-collection', 'locked after a restart'),
      ...at('test/main/adapters/keychain.test.ts', 'says after 5 s that it waits'),
      ...at('test/faults/laptop.test.ts', 'a keychain that hangs for 25 s'),
      ...at('test/faults/nth-call.test.ts', 'the n-th call to the %s fails'),
    ],
  },
  {
    number: 33,
    name: 'keychain entry deleted or changed while running',
    played: [
      ...at('test/faults/laptop.test.ts', 'a keychain entry deleted or changed while running'),
      ...onInflux,
      ...at(`${services}/secrets.test.ts`, 'that was lost is replaced by choice only', 'can be entered anew after'),
    ],
  },
  {
    number: 34,
    name: 'suspend and resume in the middle',
    played: [
      ...at('test/faults/laptop.test.ts', 'suspended and resumed in the middle'),
      ...onInflux,
      ...at('test/main/adapters/system.test.ts', 'tells when the laptop goes away and comes back'),
    ],
  },
  {
    number: 35,
    name: 'USB unplugged at every byte of the exchange',
    played: [
      ...at('test/faults/cable.test.ts', 'unplugged at every byte of the exchange'),
      ...at('test/contract/serial-device.test.ts', 'the cable can be pulled after any part'),
    ],
  },
  {
    number: 36,
    name: 'serial frames corrupted, lost, duplicated or reordered',
    played: [
      ...at('test/faults/cable.test.ts', 'with 1 to 20 of 100 frames damaged'),
      ...at(`${services}/push-settings-noise.test.ts`, '5 % of lines damaged', '20 %: delivered, or failed'),
    ],
  },
  {
    number: 37,
    name: 'device acknowledges a wrong hash, twice, never',
    played: [
      ...at('test/faults/cable.test.ts', 'a device that acknowledges a wrong hash, twice, or never'),
      ...at(`${services}/push-settings-proof.test.ts`, 'another hash'),
    ],
  },
  {
    number: 38,
    name: 'port busy, vanishing, no permission',
    played: [
      ...at('test/faults/cable.test.ts', 'a port that is busy, vanishes, or is not permitted'),
      ...at(`${services}/cable.test.ts`, 'a port that cannot be opened leaves the token where it is'),
    ],
  },
  {
    number: 39,
    name: 'window crashes in the middle',
    played: [
      ...at('test/faults/window.test.ts', 'its page dies in the middle of a handover'),
      ...at('test/e2e/window-crash.test.ts', 'in the middle of a handover, again and again'),
      ...at(
        'test/e2e/page-gone.test.ts',
        'main lets go of a code with the page that showed it',
        'no code is drawn for a page that died',
      ),
    ],
  },
  {
    number: 40,
    name: 'server restored from a backup: our token is gone',
    played: [...wire, ...at('test/faults/restored.test.ts', 'at any step of a handover, %s: deleted again')],
  },
  {
    number: 41,
    name: 'connection switched with handovers open',
    played: [...at('test/faults/laptop.test.ts', 'the connection is switched with handovers open'), ...onInflux],
  },
  {
    number: 42,
    name: 'two laptops and one device at once, with one owner and with two',
    played: [
      ...at('test/faults/two-laptops.test.ts', 'with %s: once it is quiet'),
      ...at('test/faults/two-laptops-on-influx.test.ts', 'with %s: once it is quiet'),
      ...at(`${services}/two-laptops.test.ts`, 'with one owner', 'with two owners'),
      ...at(`${services}/laptops-on-influx.test.ts`, 'two with one owner at the same moment'),
      ...at('test/main/model/handovers.test.ts', 'in the end nothing is lost'),
      ...at('test/main/model/order.test.ts', 'in any order of the requests'),
    ],
  },
]
