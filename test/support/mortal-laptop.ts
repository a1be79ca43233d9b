import path from 'node:path'
import { createClock } from '../../main/adapters/clock'
import { openLedger } from '../../main/adapters/ledger/open'
import { createRandom } from '../../main/adapters/random'
import { failure } from '../../main/contract/failure'
import { failed } from '../../main/contract/result'
import type { Influx, InfluxNetwork } from '../../main/ports/influx'
import type { Vault } from '../../main/ports/vault'
import { createMemoryVault } from '../../main/practice/memory-vault'
import { eagerNetwork } from './practice-world'
import { temporaryFolder } from './temporary-folder'

/** A laptop whose process dies at its n-th step: from then on nothing it does has an effect, and nobody answers it. */
export interface MortalLaptop {
  readonly folder: string
  /** The keychain itself, which outlives the process. */
  readonly vault: Vault
  /** Ports through which each write, call and keychain entry is two steps: before it happened, and after. */
  readonly ports: { readonly ledger: ReturnType<typeof open>; readonly network: InfluxNetwork; readonly vault: Vault }
  dieAfter(n: number): void
  steps(): number
  readonly death: Promise<void>
}

function open(folder: string) {
  const opened = openLedger({ file: path.join(folder, 'ledger.db'), clock: createClock(), random: createRandom() })
  if (!opened.ok) throw new Error(opened.failure.code)
  return opened.value
}

/** Makes one: a new laptop, or the next run of the one in `given`, with its folder and keychain. */
export function createMortalLaptop(given: Partial<Pick<MortalLaptop, 'folder' | 'vault'>> = {}): MortalLaptop {
  const { folder = temporaryFolder(), vault = createMemoryVault() } = given
  const network = eagerNetwork()
  const ledger = open(folder)
  let left = Infinity
  let steps = 0
  let dead = () => {}
  const death = new Promise<void>((resolve) => {
    dead = resolve
  })
  const lives = () => {
    steps += 1
    left -= 1
    if (left <= 0) dead()
    return left > 0
  }
  const nothing = new Promise<never>(() => undefined)
  const wrap = <T extends object>(port: T): T =>
    Object.fromEntries(
      Object.entries(port).map(([name, call]: [string, unknown]) => [
        name,
        typeof call !== 'function'
          ? call
          : async (...args: unknown[]) => {
              if (!lives()) return nothing
              const answer = await (call as (...given: unknown[]) => Promise<unknown>)(...args)
              return lives() ? answer : nothing
            },
      ]),
    ) as T
  const write =
    <A extends readonly unknown[], R>(inner: (...args: A) => R) =>
    (...args: A) => {
      if (!lives()) return failed(failure('disk.full'))
      const written = inner(...args)
      lives()
      return written
    }
  return {
    folder,
    vault,
    ports: {
      vault: wrap(vault),
      network: {
        ...network,
        client: (...args: Parameters<InfluxNetwork['client']>) => wrap<Influx>(network.client(...args)),
      },
      ledger: {
        ...ledger,
        saveConnection: write(ledger.saveConnection),
        begin: write(ledger.begin),
        beginAll: write(ledger.beginAll),
        append: write(ledger.append),
        appendAll: write(ledger.appendAll),
        noteActs: write(ledger.noteActs),
      },
    },
    dieAfter(n) {
      left = n
      steps = 0
    },
    steps: () => steps,
    death,
  }
}
