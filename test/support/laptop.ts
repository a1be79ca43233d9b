import { onTestFinished } from 'vitest'
import { createClock } from '../../main/adapters/clock'
import { createCrypto } from '../../main/adapters/crypto'
import { createInfluxNetwork } from '../../main/adapters/influx/network'
import { createRandom } from '../../main/adapters/random'
import type { Clock } from '../../main/ports/clock'
import type { Vault } from '../../main/ports/vault'
import { createPracticeDevice, type PracticeDevice } from '../../main/practice/device'
import { createMemoryVault } from '../../main/practice/memory-vault'
import type { Ports } from '../../main/services/workspace'
import { cloudHere } from './cloud-name'
import { temporaryFolder } from './temporary-folder'
import { connectTo, openWorkspace } from './workspace'

/** What one laptop differs in from another. */
export interface LaptopOptions {
  readonly folder?: string
  readonly vault?: Vault
  readonly ports?: Partial<Ports>
  readonly token?: string
  /** The server's address as this laptop types it; the proxy's if not told. */
  readonly url?: string
}

/** A run of the app on a laptop, and what outlives it. */
export type Run = ReturnType<typeof runLaptop>
/** A laptop that is connected to a server. */
export type Laptop = Awaited<ReturnType<typeof connectLaptop>>

/** A network over real HTTP that tries again without pauses. */
export function eagerNetwork(clock: Clock = createClock()) {
  const network = createInfluxNetwork({ clock, random: { hex: (bytes) => '0'.repeat(bytes * 2) }, lookup: cloudHere })
  onTestFinished(() => {
    network.close()
  })
  return network
}

/** A practice device at the end of a cable, which writes what it measures to whatever server it is sent to. */
export function deviceOnCable(): PracticeDevice {
  const network = eagerNetwork()
  const device = createPracticeDevice({
    clock: createClock(),
    crypto: createCrypto({ random: createRandom() }),
    write: ({ url, token, org, bucket }, lines) => network.client({ url }, token).write(org, bucket, lines),
  })
  onTestFinished(device.stop)
  return device
}

/** A run of the app on some laptop with `device` on its cable, not connected yet. */
export function runLaptop(device: PracticeDevice, options: LaptopOptions = {}) {
  const folder = options.folder ?? temporaryFolder()
  const vault = options.vault ?? createMemoryVault()
  const test = openWorkspace(folder, { vault, network: eagerNetwork(), serial: device.asSerial(), ...options.ports })
  return { ...test, folder, vault }
}

/** Connects a laptop, and adds what a technician does on it and sees; its devices send to `bucketId`. */
export async function connectLaptop(
  test: Run,
  { bucketId, ...server }: { readonly url: string; readonly token: string; readonly bucketId: string },
) {
  const session = await connectTo(test, server)
  const { handovers } = test.workspace
  const request = { bucketId, delivery: 'qr' as const, keepBoth: false }
  /** Starts a handover and answers its view; fails the test when there is none. */
  const begin = async (name: string, change: Partial<Parameters<typeof handovers.start>[0]> = {}) => {
    const begun = await handovers.start({ device: name, ...request, ...change })
    if (!begun.ok || begun.value.kind !== 'started') throw new Error(JSON.stringify(begun))
    return begun.value.handover
  }
  return {
    ...test,
    session,
    request,
    begin,
    byCable: (name: string) => begin(name, { delivery: 'usb', port: 'practice-device' }),
    view: (id: string) => test.workspace.board.view(id),
    sweep: () => test.workspace.settle.sweep(session.connection.id),
    steps: (id: string) => test.workspace.handovers.steps(id).map(({ kind }) => kind),
    /** The next view of a handover that fits. */
    seen: (id: string, fits: (view: NonNullable<ReturnType<typeof test.workspace.board.view>>) => boolean) =>
      test.event((one) => one.kind === 'handover' && one.handover.id === id && fits(one.handover)),
  }
}
