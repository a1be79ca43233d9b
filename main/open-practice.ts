import path from 'node:path'
import { createInfluxNetwork } from './adapters/influx/network'
import { openLedger } from './adapters/ledger/open'
import { createQr } from './adapters/qrcode'
import { en } from './contract/text/en'
import { failed, ok, type Result } from './contract/result'
import { createPracticeDevice } from './practice/device'
import { createMemoryVault } from './practice/memory-vault'
import { createPracticeServer } from './practice/server/server'
import { deletePractice, readState, writeState } from './practice/state-file'
import type { Practice } from './services/desk'
import { practiceSettings } from './services/practice-settings'
import { createWorkspace, type Outside } from './services/workspace'

/** Opens practice: a server and a device inside the app, with a ledger of their own, and nothing shared but preferences. */
export async function openPractice(outside: Outside & { readonly userData: string }): Promise<Result<Practice>> {
  const { clock, random, crypto } = outside
  const folder = path.join(outside.userData, 'practice')
  const ledger = openLedger({ file: path.join(folder, 'ledger.db'), clock, random })
  if (!ledger.ok) return ledger

  const state = readState(folder)
  const server = createPracticeServer({
    random,
    clock,
    ...(state === undefined ? {} : { saved: state.server }),
    onChange: (saved) => {
      writeState(folder, { port, server: saved })
    },
  })
  let port = state?.port ?? 0
  const { url } = await server.listen(port)
  port = Number(new URL(url).port)
  writeState(folder, { port, server: server.save() })

  const network = createInfluxNetwork({ clock, random })
  const device = createPracticeDevice({
    clock,
    crypto,
    write: ({ url: at, token, org, bucket }, lines) => network.client({ url: at }, token).write(org, bucket, lines),
  })
  const workspace = createWorkspace({
    ...outside,
    settings: practiceSettings(outside.settings),
    ledger: ledger.value,
    vault: createMemoryVault(),
    network,
    serial: device.asSerial(),
    qr: createQr(),
  })
  const close = async (keep: boolean) => {
    device.stop()
    workspace.close()
    network.close()
    await server.close()
    if (!keep) deletePractice(folder)
  }
  const request = { url, token: server.adminToken, name: en.practice.serverName, deviceUrl: url, plainAccepted: true }
  const connected = await workspace.connect(request, new AbortController().signal)
  if (!connected.ok) {
    await close(true)
    return failed(connected.failure)
  }
  return ok({
    workspace,
    fault: (fault) => {
      server.setFault(fault)
      device.play(fault)
    },
    plug: () => {
      device.plug()
    },
    scan: ({ payload, known }) => device.scan(payload, known),
    close,
  })
}
