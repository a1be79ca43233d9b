// The measurements of the core, each in a process of its own: name and options as JSON in, figures as JSON out.
import { fillLedger, measureCommits } from './ledger'
import { fillServer, measureMinting } from './minting'
import { measureList, measureMemory, measureReconcile } from './reconcile'
import { measurePush } from './usb'
import type { Target } from './workspace'

interface Options {
  readonly folder: string
  readonly target: Target
  readonly prefix: string
  readonly count: number
  readonly own: number
  readonly times: number
  readonly baud: number
  readonly what: 'bare' | 'sweep'
}

const measures: Readonly<Record<string, (options: Options) => unknown>> = {
  commits: ({ folder, times }) => measureCommits(folder, times),
  'fill-ledger': ({ folder, count }) => {
    fillLedger(folder, count)
    return {}
  },
  'fill-server': async ({ target, prefix, count }) => {
    await fillServer(target, prefix, count)
    return {}
  },
  minting: ({ folder, target, prefix, count }) => measureMinting(folder, target, prefix, count),
  reconcile: ({ folder, target, prefix, own, times }) => measureReconcile(folder, target, { prefix, own, times }),
  list: ({ folder, target, times }) => measureList(folder, target, times),
  memory: ({ folder, target, what }) => measureMemory(folder, target, what),
  push: ({ baud }) => measurePush(baud),
}

const [, , name = '', options = '{}'] = process.argv
const measure = measures[name]
if (measure === undefined) throw new Error(`no measure is called ${name}`)
// The app's own timers keep no process alive, its window does.
setInterval(() => undefined, 1000)
void Promise.resolve(measure(JSON.parse(options) as Options)).then((figures) => {
  // What is still open - timers, kept connections - is of no use to anybody.
  process.stdout.write(JSON.stringify(figures), () => process.exit(0))
})
