import path from 'node:path'
import { createInfluxNetwork } from './adapters/influx/network'
import { createKeychain } from './adapters/keychain/keychain'
import { openLedger } from './adapters/ledger/open'
import { createQr } from './adapters/qrcode'
import { createSerial } from './adapters/serialport/serial'
import { failure, type Failure } from './contract/failure'
import { done, failed, ok, type Result } from './contract/result'
import type { FreshLedger } from './contract/views'
import { replaceLedger } from './replace-ledger'
import { createWorkspace, type Outside, type Workspace } from './services/workspace'

/** The real workspace: the ledger in the user's folder, the system's keychain, real ports, real servers. */
export interface Real {
  readonly workspace: Result<Workspace>
  /** What keeps the current connection from working on this laptop, as far as it is known. */
  readonly trouble: () => Failure | undefined
  /** Looks again whether the keychain gives the current connection's token; tells the window when that changed. */
  readonly recheck: () => Promise<Result<void>>
  /** Asks the keychain again, after the person unlocked it. */
  readonly retryKeychain: () => Promise<Result<void>>
  /** A new ledger in place of a damaged one, for the next start. */
  readonly startNew: () => Promise<Result<FreshLedger>>
}

/** Opens it. A ledger that cannot be used leaves practice, and says why; the keychain is asked in the background. */
export function openReal(outside: Outside & { readonly userData: string }, onChange: () => void): Real {
  const { clock, random, emit } = outside
  const file = path.join(outside.userData, 'ledger.db')
  const ledger = openLedger({ file, clock, random })
  const vault = createKeychain({
    clock,
    onSlow: (waiting) => {
      emit({ kind: 'keychain-slow', waiting })
    },
  })
  if (!ledger.ok)
    return {
      workspace: ledger,
      trouble: () => ledger.failure,
      recheck: () => Promise.resolve(ledger),
      retryKeychain: () => Promise.resolve(ledger),
      startNew: () => replaceLedger(file, ledger.failure, { ...outside, vault }),
    }

  const workspace = createWorkspace({
    ...outside,
    ledger: ledger.value,
    vault,
    network: createInfluxNetwork({ clock, random }),
    serial: createSerial({ clock }),
    qr: createQr(),
  })
  let trouble: Failure | undefined
  const recheck = async (): Promise<Result<void>> => {
    const session = workspace.sessions.chosen() ? await workspace.sessions.current() : done
    const before = trouble
    trouble = session.ok || !session.failure.code.startsWith('keychain.') ? undefined : session.failure
    if (trouble?.code !== before?.code) onChange()
    return session.ok ? done : session
  }
  const retryKeychain = async (): Promise<Result<void>> => {
    // Reading a locked keyring never asks for its password; writing does.
    if (trouble) await workspace.secrets.unlock()
    workspace.sessions.reopen()
    return recheck()
  }
  void recheck()
  // A ledger that is in use is not replaced.
  const startNew = () => Promise.resolve(failed(failure('cancelled')))
  return { workspace: ok(workspace), trouble: () => trouble, recheck, retryKeychain, startNew }
}
