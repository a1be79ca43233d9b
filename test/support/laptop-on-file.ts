import path from 'node:path'
import { openLedger } from '../../main/adapters/ledger/open'
import type { Ledger } from '../../main/ports/ledger'
import { value } from '../contract/ledger'
import type { ModelLaptop, ModelWorld } from './model-world'

/** A laptop of `world` whose ledger is a real file in `folder`; each run of the app opens it anew. */
export function laptopOnFile(world: ModelWorld, folder: string) {
  const { clock, random } = world
  const open = () => openLedger({ file: path.join(folder, 'ledger.db'), clock, random })
  let ledger: Ledger | undefined
  const laptop = world.laptop('a', () => {
    // A run that has died writes nothing any more.
    ledger?.close()
    ledger = value(open())
    return { ledger }
  })
  const stories = () => ledger?.stories() ?? []
  const sealedOf = (id: string) => {
    const sealed = ledger?.sealed(id)
    return sealed?.ok && sealed.value ? ([[id, sealed.value]] as const) : []
  }
  const onFile: ModelLaptop = {
    ...laptop,
    stories: () => [...stories()].reverse(),
    records: () => {
      if (ledger === undefined) throw new Error('no run of the app yet')
      return ledger
    },
    get store() {
      const known = stories()
      return {
        install: ledger?.install ?? '',
        stories: new Map(known.map((story) => [story.intent.id, story])),
        sealed: new Map(known.flatMap(({ intent }) => sealedOf(intent.id))),
        connections: new Map((ledger?.connections() ?? []).map((one) => [one.id, one])),
        acts: [],
      }
    },
  }
  return {
    laptop: onFile,
    /** Another program opens the same file. */
    openAgain: () => value(open()),
    close: () => ledger?.close(),
  }
}
