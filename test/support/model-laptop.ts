import * as v from 'valibot'
import { createCrypto } from '../../main/adapters/crypto'
import { ok, type Result } from '../../main/contract/result'
import { settingsSchema, type Settings } from '../../main/contract/settings'
import type { AppEvent } from '../../main/contract/views'
import type { InfluxNetwork } from '../../main/ports/influx'
import type { Connection } from '../../main/ports/ledger'
import type { Random } from '../../main/ports/random'
import { createPracticeDevice } from '../../main/practice/device'
import { createMemoryVault } from '../../main/practice/memory-vault'
import { createWorkspace, type Ports, type Workspace } from '../../main/services/workspace'
import type { FakeClock } from './fake-clock'
import type { Records } from './invariants'
import { createMemoryLedger, createStore, type Store } from './memory-ledger'

/** What a laptop is made of. */
export interface LaptopParts {
  readonly name: string
  readonly install: string
  readonly clock: FakeClock
  readonly random: Random
  /** The way to the server of one run of the app; once `alive` says no, that run hears nothing any more. */
  readonly network: (alive: () => boolean) => InfluxNetwork
  readonly emit?: (event: AppEvent) => void
  readonly ports?: (inner: Pick<Ports, 'ledger' | 'vault' | 'serial' | 'settings'>) => Partial<Ports>
}

export type TestLaptop = ReturnType<typeof createModelLaptop>

/** A laptop whose disk and keychain are in memory and outlive its process, which can die at any moment. */
export function createModelLaptop({ name, install, clock, random, network, emit, ports }: LaptopParts) {
  const store: Store = createStore(install)
  const vault = createMemoryVault()
  let kept: Settings = { ...v.parse(settingsSchema, {}), currentConnection: 'c' }
  let life = { alive: true }
  let workspace: Workspace | undefined
  const cable = createPracticeDevice({
    clock,
    crypto: createCrypto({ random }),
    write: () => Promise.resolve(ok(undefined)),
  })

  const settings = {
    read: () => kept,
    update: (change: Partial<Settings>): Result<Settings> => ok((kept = { ...kept, ...change })),
  }
  const open = (): Workspace => {
    const mine = { alive: true }
    life = mine
    const inner = { ledger: createMemoryLedger(store, () => mine.alive), vault, serial: cable.asSerial(), settings }
    workspace = createWorkspace({
      ...inner,
      network: network(() => mine.alive),
      qr: { draw: () => ({ size: 1, version: 1, level: 'L' as const, modules: new Uint8Array(1) }) },
      crypto: createCrypto({ random }),
      clock,
      random,
      power: { onAway: () => undefined, onBack: () => undefined, keepDisplayOn: () => () => undefined },
      screen: { protect: () => undefined, isCovered: () => false },
      clipboard: { read: () => Promise.resolve(''), write: () => undefined, clear: () => undefined },
      deviceTypes: { list: () => ({ types: [], refused: [] }), find: () => undefined },
      log: { info: () => undefined, bug: () => 'TEST' },
      emit: emit ?? (() => undefined),
      ...ports?.(inner),
    })
    return workspace
  }
  const current = () => workspace ?? open()
  return {
    name,
    store,
    vault,
    cable,
    workspace: current,
    stories: () => [...store.stories.values()],
    /** What is on its disk. */
    records: (): Records => createMemoryLedger(store),
    settings: () => kept,
    /** Looks at every server it knows. */
    async sweep() {
      const { settle, ledger } = current()
      for (const { id } of ledger.connections()) await settle.sweep(id)
    },
    /** Dies where it stands: nothing it has not written is known, nothing that is under way is answered. */
    crash() {
      life.alive = false
      cable.unplug()
      current().upkeep.stop()
      current().board.close()
      cable.plug()
      open().upkeep.start()
    },
    async connect(connection: Connection, token: string) {
      const adopted = await current().sessions.adopt(connection, token)
      if (!adopted.ok) throw new Error(adopted.failure.code)
    },
  }
}
