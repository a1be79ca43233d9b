import { describe, expect, it } from 'vitest'
import { failure, type Failure } from '../../main/contract/failure'
import { failed } from '../../main/contract/result'
import { practicePort } from '../../main/contract/practice-port'
import type { LaptopParts } from '../support/model-laptop'
import { createModelWorld, type ModelLaptop } from '../support/model-world'
import { brokenOnceQuiet } from '../support/settled'

/** Lets the n-th call fail, and says whether it came that far. */
function nth(n: number) {
  let calls = 0
  return {
    reached: () => calls >= n,
    fails: () => {
      calls += 1
      return calls === n
    },
  }
}
type Nth = ReturnType<typeof nth>
type Call = (...args: never[]) => unknown

/** The same object; whichever of `names` is called as the n-th answers the failure instead. */
function breaking<T extends object>(inner: T, names: readonly string[], count: Nth, why: () => unknown): T {
  return Object.fromEntries(
    Object.entries(inner).map(([name, value]: [string, unknown]) =>
      typeof value === 'function' && names.includes(name)
        ? [name, (...args: never[]) => (count.fails() ? why() : (value as Call)(...args))]
        : [name, value],
    ),
  ) as T
}

const refuse = (why: Failure) => () => failed(why)
const later = (why: Failure) => () => Promise.resolve(failed(why))
const full = refuse(failure('disk.full', { n: 10 }))

const breakages: readonly (readonly [string, (count: Nth) => LaptopParts['ports']])[] = [
  [
    'disk',
    (count) =>
      ({ ledger, settings }) => ({
        ledger: breaking(
          ledger,
          ['saveConnection', 'begin', 'beginAll', 'append', 'appendAll', 'noteActs'],
          count,
          full,
        ),
        settings: breaking(settings, ['update'], count, full),
      }),
  ],
  [
    'reading of the disk',
    (count) =>
      ({ ledger }) => ({
        ledger: breaking(
          ledger,
          ['sealed'],
          count,
          refuse(failure('ledger.damaged', { path: 'x', why: 'unreadable' })),
        ),
      }),
  ],
  ...(['keychain.locked', 'keychain.absent'] as const).map(
    (code) =>
      [
        `${code} keychain`,
        (count: Nth): LaptopParts['ports'] =>
          ({ vault }) => ({
            vault: { ...breaking(vault, ['get', 'set'], count, later(failure(code))), fleeting: false },
          }),
      ] as const,
  ),
  [
    'keychain that looks empty',
    (count) =>
      ({ vault }) => ({
        vault: {
          ...breaking(vault, ['get'], count, () => Promise.resolve({ ok: true, value: undefined })),
          fleeting: false,
        },
      }),
  ],
  ...(['serial.unplugged', 'device.no-answer'] as const).map(
    (code) =>
      [
        `${code} serial`,
        (count: Nth): LaptopParts['ports'] =>
          ({ serial }) => ({
            serial: {
              ...serial,
              async open(path, baud) {
                if (count.fails()) return failed(failure(code, { port: path }))
                const link = await serial.open(path, baud)
                if (!link.ok) return link
                return { ok: true, value: breaking(link.value, ['write'], count, later(failure(code, { port: path }))) }
              },
            },
          }),
      ] as const,
  ),
]

const handlings = [
  ['qr', 'works'],
  ['usb', 'works'],
  ['qr', 'cancel'],
  ['usb', 'cancel'],
] as const
type Handling = (typeof handlings)[number]

/** A complete handover during which something fails, then peace; says what is broken, and whether it failed at all. */
async function handOver(
  seed: number,
  [delivery, then]: Handling,
  ports: LaptopParts['ports'],
  http?: (laptop: ModelLaptop) => void,
) {
  const world = createModelWorld(seed)
  const laptop = world.laptop('a', ports)
  const { clock, bucket } = world
  await laptop.connect().catch(() => laptop.connect())
  http?.(laptop)
  const { handovers } = laptop.workspace()
  const request = { device: 'pump-17', bucketId: bucket, delivery, port: practicePort, keepBoth: false }
  await clock.finish(handovers.start(request))
  await clock.advance(60_000)
  const id = laptop.stories()[0]?.intent.id ?? ''
  if (then === 'cancel') await clock.finish(handovers.cancel(id))
  else if (id !== '') {
    await clock.finish(handovers.show(id))
    handovers.scanned(id)
    handovers.works(id)
  }
  await clock.advance(40_000)
  const asked = laptop.asked()
  return { broken: await brokenOnceQuiet(world, [laptop], { late: 250_000, looks: 2 }), asked }
}

describe.each(handlings)('while a device gets its token by %s and it ends with %s', (...handling) => {
  it.each(breakages)(
    'the n-th call to the %s fails, for each n',
    async (what, ports) => {
      let n = 1
      for (let count = nth(n); ; n += 1, count = nth(n)) {
        const { broken } = await handOver(n, handling, ports(count))
        expect([n, ...broken]).toEqual([n])
        if (!count.reached()) break
      }
      // A cable is not used at all where the code is shown, and what is called off is never shown.
      expect(n).toBeGreaterThan(what.endsWith('serial') && handling[0] === 'qr' ? 0 : 1)
    },
    300_000,
  )

  it.each(['refused', 'cut-before', 'cut-after', '503-before', '503-after', 'twice', 'late'] as const)(
    'the n-th request is %s, for each n',
    async (mishap) => {
      const { asked: last } = await handOver(0, handling, undefined)
      expect(last).toBeGreaterThan(4)
      for (let n = 1; n <= last; n += 1) {
        const { broken } = await handOver(n, handling, undefined, (laptop) => laptop.planNth(n, mishap))
        expect([n, mishap, ...broken]).toEqual([n, mishap])
      }
    },
    300_000,
  )
})
