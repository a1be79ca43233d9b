import path from 'node:path'
import { createClock } from '../../../main/adapters/clock'
import { createCrypto } from '../../../main/adapters/crypto'
import { createDeviceTypesFolder } from '../../../main/adapters/device-types-folder'
import { createInfluxNetwork } from '../../../main/adapters/influx/network'
import { openLedger } from '../../../main/adapters/ledger/open'
import { createQr } from '../../../main/adapters/qrcode'
import { createRandom } from '../../../main/adapters/random'
import { createSettingsFile } from '../../../main/adapters/settings-file'
import type { Result } from '../../../main/contract/result'
import { createMemoryVault } from '../../../main/practice/memory-vault'
import { createWorkspace } from '../../../main/services/workspace'

/** A server with an operator's token. */
export interface Target {
  readonly url: string
  readonly org: string
  readonly token: string
}

/** The value of a success; what could not be done cannot be measured. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code} ${JSON.stringify(result.failure.params)}`)
  return result.value
}

/** The core without a window, connected: real ledger, real HTTP, a keychain in memory. */
export async function openCore(folder: string, { url, token }: Target) {
  const clock = createClock()
  const random = createRandom()
  const workspace = createWorkspace({
    clock,
    random,
    ledger: must(openLedger({ file: path.join(folder, 'ledger.db'), clock, random })),
    vault: createMemoryVault(),
    network: createInfluxNetwork({ clock, random }),
    serial: { list: () => Promise.resolve({ ok: true, value: [] }), open: () => Promise.reject(new Error('no ports')) },
    deviceTypes: createDeviceTypesFolder({ folder: path.join(folder, 'device-types') }),
    qr: createQr(),
    crypto: createCrypto({ random }),
    settings: createSettingsFile({ file: path.join(folder, 'settings.json') }),
    power: { onAway: () => undefined, onBack: () => undefined, keepDisplayOn: () => () => undefined },
    screen: { protect: () => undefined, isCovered: () => false },
    clipboard: { read: () => Promise.resolve(''), write: () => undefined, clear: () => undefined },
    log: { info: () => undefined, bug: () => 'BENCH' },
    emit: () => undefined,
  })
  const request = { url, token, name: 'Bench', deviceUrl: '', plainAccepted: true }
  const connected = must(await workspace.connect(request, new AbortController().signal))
  if (connected.kind !== 'connected') throw new Error(connected.kind)
  return { workspace, connection: connected.session.connection }
}
