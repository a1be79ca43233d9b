import { appendFileSync } from 'node:fs'
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
import { withSteps, type AtStep } from './steps-of-ports'
import { toldFile } from './told-file'

/** What a process is to do. */
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
}

/** A run of the app on real files that carries one job out, with the effects of the outside named as they happen. */
export interface HandoverRun {
  /** Carries the job out; the failure that ended it. */
  carryOut(): Promise<Failure | undefined>
  /** From here on it has no effect. */
  end(): void
}

/** Starts one; the failure of a ledger that cannot be opened. */
export function startHandover(job: HandoverJob, named: AtStep): HandoverRun | Failure {
  const clock = createClock()
  const random = createRandom()
  const crypto = createCrypto({ random })
  const opened = openLedger({ file: path.join(job.folder, 'ledger.db'), clock, random })
  if (!opened.ok) return opened.failure
  const waiting: (() => void)[] = []
  const look = () => {
    for (const one of waiting.splice(0)) one()
  }
  const reached = async (fits: () => boolean) => {
    while (!fits()) await new Promise<void>((resolve) => waiting.push(resolve))
  }
  let isProbed = false
  const at: AtStep = (step) => {
    named(step)
    if (step !== 'ledger.append probed ends') return
    isProbed = true
    // What is not noted changes no handover, and nobody tells of it.
    setImmediate(look)
  }
  const device = createPracticeDevice({ clock, crypto, write: () => Promise.resolve(ok(undefined)) })
  const network = createInfluxNetwork({ clock, random })
  const outside = {
    ledger: opened.value,
    vault: createFileVault(`${job.folder}-vault.json`),
    network,
    serial: device.asSerial(),
  }
  const workspace = createWorkspace({
    ...withSteps(outside, at),
    qr: createQr(),
    crypto,
    clock,
    random,
    settings: createSettingsFile({ file: path.join(job.folder, 'settings.json') }),
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

  async function carryOut(): Promise<Failure | undefined> {
    const adopted = await workspace.sessions.adopt(job.connection, job.token)
    if (!adopted.ok) return adopted.failure
    const { handovers, board } = workspace
    const { device: name, bucketId, delivery, cancel, replaces } = job
    const request = { device: name, bucketId, delivery, port: practicePort, keepBoth: false, replaces }
    const begun = await handovers.start(request)
    if (!begun.ok) return begun.failure
    if (begun.value.kind !== 'started') throw new Error(JSON.stringify(begun))
    const { id } = begun.value.handover
    await reached(() => board.moment(id).activity === 'idle')
    const failed = board.moment(id).failure
    if (failed) return failed
    // Nothing waits for the probe in the app; here it is a step at which to die, so it must come about each time.
    const probed = () => reached(() => board.story(id)?.now.probed === true || isProbed)
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

  return {
    carryOut,
    end() {
      device.stop()
      network.close()
      workspace.close()
    },
  }
}
