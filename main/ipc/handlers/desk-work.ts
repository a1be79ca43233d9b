import type { Channel, Replies, Request } from '../../contract/channels'
import { failed, type Result } from '../../contract/result'
import type { ExportFormat } from '../../contract/risk-views'
import type { CodeSymbol } from '../../contract/views'
import type { Desk } from '../../services/desk'
import type { Sheet } from '../../services/reports'
import type { Workspace } from '../../services/workspace'

/** The handlers of some channels. */
export type HandlersOf<C extends Channel> = {
  readonly [K in C]: (request: Request<K>) => Promise<Result<Replies[K]>> | Result<Replies[K]>
}

/** What a request may need besides the services: the window and the system around it. */
export interface Surroundings {
  readonly desk: Desk
  /** Lets the person choose a PEM file; undefined when none was chosen. */
  readonly chooseCertificate: () => Promise<string | undefined>
  /** Reads a PEM text: its subject, or `input.certificate`. */
  readonly readCertificate: (pem: string) => Result<{ readonly subject: string; readonly sha256: string }>
  /** Notes which token was pasted, without keeping it. */
  readonly pasted: (token: string) => void
  /** Empties the clipboard if it still holds the pasted token. */
  readonly clearClipboard: () => Promise<boolean>
  /** Ends this run and begins another. */
  readonly restart: () => void
  /** Writes a report to a file the person chooses, or prints it; `disk.export`. */
  readonly exportSheet: (
    sheet: Sheet,
    name: string,
    format: ExportFormat,
  ) => Promise<Result<{ readonly written: boolean }>>
  /** Writes the report for support to a file the person chooses; `disk.export`. */
  readonly saveSupport: () => Promise<Result<{ readonly written: boolean }>>
  readonly copy: (text: string) => void
  readonly fullScreen: (on: boolean) => void
  readonly openLink: (to: Request<'link.open'>['to']) => void
  /** Replaces the page that took the admin token, so that its memory goes with it. */
  readonly replacePage: () => void
  readonly changeSettings: (change: Request<'settings.change'>) => Result<void>
  /** Tells the page how things stand now. */
  readonly tellApp: () => void
  readonly frame: {
    readonly attention: (count: number) => void
    /** The test code of a scanner; no secret is in it. */
    readonly scannerCode: () => CodeSymbol
  }
  /** Shows the copy of a damaged ledger where the system shows files. */
  readonly showCopy: () => void
  /** A new ledger in place of a damaged one, used from the next start. */
  readonly startNewLedger: () => Promise<Result<Replies['ledger.start-new']>>
  /** Asks the keychain again. */
  readonly retryKeychain: () => Promise<Result<void>>
}

/** Runs a request on the workspace in use; the failure that keeps it shut otherwise. */
export function onDesk(desk: Desk) {
  return <T>(use: (workspace: Workspace) => T | Promise<T>) => {
    const workspace = desk.workspace()
    return workspace.ok ? use(workspace.value) : failed(workspace.failure)
  }
}

/** Runs a request on the real workspace; practice is left for it, and kept. */
export function onReal(desk: Desk) {
  return async <T>(use: (workspace: Workspace) => T | Promise<T>) => {
    const workspace = await desk.toReal()
    return workspace.ok ? use(workspace.value) : failed(workspace.failure)
  }
}
