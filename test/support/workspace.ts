import path from 'node:path'
import { onTestFinished } from 'vitest'
import { createClock } from '../../main/adapters/clock'
import { createCrypto } from '../../main/adapters/crypto'
import { createDeviceTypesFolder } from '../../main/adapters/device-types-folder'
import { createInfluxNetwork } from '../../main/adapters/influx/network'
import { openLedger } from '../../main/adapters/ledger/open'
import { createQr } from '../../main/adapters/qrcode'
import { createRandom } from '../../main/adapters/random'
import { createSettingsFile } from '../../main/adapters/settings-file'
import { ok } from '../../main/contract/result'
import type { AppEvent } from '../../main/contract/views'
import type { Serial } from '../../main/ports/serial'
import type { Vault } from '../../main/ports/vault'
import { createMemoryVault } from '../../main/practice/memory-vault'
import { createWorkspace, type Ports, type Workspace } from '../../main/services/workspace'
import { cloudHere } from './cloud-name'

/** A workspace over real parts, but for the window, the ports and the keychain. */
export interface TestWorkspace {
  readonly workspace: Workspace
  readonly ports: Ports
  readonly events: readonly AppEvent[]
  /** Waits for an event, from the first one on. */
  event(match: (event: AppEvent) => boolean): Promise<AppEvent>
  /** Ends this run of the app; a new workspace in the same folder is the next run. */
  close(): void
}

const noSerial: Serial = {
  list: () => Promise.resolve({ ok: true, value: [] }),
  open: () => Promise.resolve({ ok: false, failure: { code: 'serial.none', params: {} } }),
}

/** Opens the workspace kept in `folder`; the vault stands for the keychain and outlives the run when it is given. */
export function openWorkspace(folder: string, given: Partial<Ports> & { readonly vault?: Vault } = {}): TestWorkspace {
  const clock = given.clock ?? createClock()
  const random = createRandom()
  const ledger = given.ledger ? ok(given.ledger) : openLedger({ file: path.join(folder, 'ledger.db'), clock, random })
  if (!ledger.ok) throw new Error(ledger.failure.code)
  const events: AppEvent[] = []
  const waiting = new Set<() => void>()
  const network = createInfluxNetwork({ clock, random, lookup: cloudHere })
  const ports: Ports = {
    clock,
    random,
    ledger: ledger.value,
    vault: createMemoryVault(),
    network,
    serial: noSerial,
    qr: createQr(),
    crypto: createCrypto({ random }),
    settings: createSettingsFile({ file: path.join(folder, 'settings.json') }),
    power: { onAway: () => undefined, onBack: () => undefined, keepDisplayOn: () => () => undefined },
    screen: { protect: () => undefined, isCovered: () => false },
    clipboard: { read: () => Promise.resolve(''), write: () => undefined, clear: () => undefined },
    deviceTypes: createDeviceTypesFolder({ folder: path.join(folder, 'device-types') }),
    log: { info: () => undefined, bug: () => 'TEST' },
    emit: (event) => {
      events.push(event)
      for (const look of waiting) look()
    },
    ...given,
  }
  const workspace = createWorkspace(ports)
  let open = true
  const close = () => {
    if (open) workspace.close()
    open = false
    network.close()
  }
  onTestFinished(close)
  return {
    workspace,
    ports,
    events,
    close,
    event: (match) =>
      new Promise((resolve) => {
        const look = () => {
          const found = events.find(match)
          if (!found) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
  }
}

/** Connects to `server` with its operator token and fails the test when that does not work. */
export async function connectTo(
  { workspace }: TestWorkspace,
  server: { readonly url: string; readonly token: string },
) {
  const request = { url: server.url, token: server.token, name: 'Test', deviceUrl: '', plainAccepted: true }
  const connected = await workspace.connect(request, new AbortController().signal)
  if (!connected.ok || connected.value.kind !== 'connected') throw new Error(JSON.stringify(connected))
  return connected.value.session
}
