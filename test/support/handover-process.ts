// One handover in a process of its own, which ends itself by SIGKILL at a named step. The first argument is a job as JSON;
// a line is printed for each step, and at the end `done`, or `failed` and the failure.
import { appendFileSync, writeFileSync, writeSync } from 'node:fs'
import path from 'node:path'
import { createClock } from '../../main/adapters/clock'
import { createCrypto } from '../../main/adapters/crypto'
import { createInfluxNetwork } from '../../main/adapters/influx/network'
import { openLedger } from '../../main/adapters/ledger/open'
import { createLog } from '../../main/adapters/log-file'
import { createQr } from '../../main/adapters/qrcode'
import { createRandom } from '../../main/adapters/random'
import { createSettingsFile } from '../../main/adapters/settings-file'
import type { Failure } from '../../main/contract/failure'
import { practicePort } from '../../main/contract/practice-port'
import { ok } from '../../main/contract/result'
import type { Connection } from '../../main/ports/ledger'
import { createPracticeDevice } from '../../main/practice/device'
import { createWorkspace } from '../../main/services/workspace'
import { createFileVault } from './file-vault'
import { withSteps } from './steps-of-ports'
import { toldFile } from './told-file'

/** What the process is to do. */
export interface HandoverJob {
  readonly folder: string
  readonly connection: Connection
  readonly token: string
  readonly device: string
  readonly bucketId: string
  readonly delivery: 'qr' | 'usb'
  /** Ends the handover by revoking its token; one that replaces another by switching that one on again. */
  readonly cancel: boolean
  /** Token IDs of this device that the new one takes the place of; they are deleted in the end. */
  readonly replaces?: readonly string[]
  /** The step at which it dies, and at which of its occurrences, from 1. */
  readonly dieAt?: { readonly step: string; readonly time: number }
  /** A file that it writes at a step, by which others know; the disk's shim, for one. */
  readonly markAt?: { readonly step: string; readonly time: number; readonly file: string }
}

const job = JSON.parse(process.argv[2] ?? '') as HandoverJob
const clock = createClock()
const random = createRandom()
const crypto = createCrypto({ random })
const opened = openLedger({ file: path.join(job.folder, 'ledger.db'), clock, random })
if (!opened.ok) throw new Error(opened.failure.code)

const times = new Map<string, number>()
const at = (step: string) => {
  const time = (times.get(step) ?? 0) + 1
  times.set(step, time)
  writeSync(1, `${time} ${step}\n`)
  if (job.dieAt?.step === step && job.dieAt.time === time) process.kill(process.pid, 'SIGKILL')
  if (job.markAt?.step === step && job.markAt.time === time) writeFileSync(job.markAt.file, '')
  // What is not noted changes no handover, and nobody tells of it.
  if (step === 'ledger.append probed ends') setImmediate(look)
}

const device = createPracticeDevice({ clock, crypto, write: () => Promise.resolve(ok(undefined)) })
const settings = createSettingsFile({ file: path.join(job.folder, 'settings.json') })
const outside = {
  ledger: opened.value,
  vault: createFileVault(`${job.folder}-vault.json`),
  network: createInfluxNetwork({ clock, random }),
  serial: device.asSerial(),
}
const waiting: (() => void)[] = []
const look = () => {
  for (const one of waiting.splice(0)) one()
}
const workspace = createWorkspace({
  ...withSteps(outside, at),
  qr: createQr(),
  crypto,
  clock,
  random,
  settings,
  power: { onAway: () => undefined, onBack: () => undefined, keepDisplayOn: () => () => undefined },
  screen: { protect: () => undefined, isCovered: () => false },
  clipboard: { read: () => Promise.resolve(''), write: () => undefined, clear: () => undefined },
  deviceTypes: { list: () => ({ types: [], refused: [] }), find: () => undefined },
  log: createLog({ folder: path.join(job.folder, 'logs'), clock, random }),
  emit(event) {
    appendFileSync(toldFile(job.folder), `${JSON.stringify(event)}\n`)
    look()
  },
})

/** Carries the job out; the failure that ended it. */
async function run(): Promise<Failure | undefined> {
  const adopted = await workspace.sessions.adopt(job.connection, job.token)
  if (!adopted.ok) return adopted.failure
  const { handovers, board } = workspace
  const { device: name, bucketId, delivery, cancel, replaces } = job
  const request = { device: name, bucketId, delivery, port: practicePort, keepBoth: false, replaces }
  const begun = await handovers.start(request)
  if (!begun.ok) return begun.failure
  if (begun.value.kind !== 'started') throw new Error(JSON.stringify(begun))
  const { id } = begun.value.handover
  const reached = async (fits: () => boolean) => {
    while (!fits()) await new Promise<void>((resolve) => waiting.push(resolve))
  }
  await reached(() => board.moment(id).activity === 'idle')
  const failed = board.moment(id).failure
  if (failed) return failed
  // Nothing waits for the probe in the app; here it is a step at which to die, so it must come about each time.
  const probed = () => reached(() => board.story(id)?.now.probed === true || times.has('ledger.append probed ends'))
  if (cancel && !replaces) {
    await probed()
    const gone = await handovers.cancel(id)
    return gone.ok ? board.moment(id).failure : gone.failure
  }
  if (delivery === 'qr') {
    const shown = await handovers.show(id)
    if (!shown.ok) return shown.failure
  }
  await probed()
  const scanned = handovers.scanned(id)
  if (!scanned.ok) return scanned.failure
  if (replaces) await reached(() => board.story(id)?.now.old !== 'live' || board.moment(id).failure !== undefined)
  const stuck = board.moment(id).failure
  if (stuck) return stuck
  const works = cancel ? scanned : handovers.works(id)
  if (!works.ok || !replaces) return works.ok ? undefined : works.failure
  const { replacements } = workspace
  const ended = await (cancel ? replacements.goBack(id) : replacements.endOld(id))
  return ended.ok ? board.moment(id).failure : ended.failure
}

// The clock's timers keep no process alive, and here there is no window that does.
setInterval(() => undefined, 1_000_000)
void run().then((failed) => {
  writeSync(1, failed ? `failed ${JSON.stringify(failed)}\n` : 'done\n')
  process.exit(0)
})
