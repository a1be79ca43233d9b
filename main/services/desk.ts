import type { Failure } from '../contract/failure'
import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import type { AppView, ConnectionView, PracticeFault } from '../contract/views'
import type { Connection } from '../ports/ledger'
import type { SettingsStore } from '../ports/settings'
import type { InView } from './show-code'
import type { Workspace } from './workspace'

/** Practice as the desk needs it: a workspace of its own, and a device to play with. */
export interface Practice {
  readonly workspace: Workspace
  fault(fault: PracticeFault): void
  plug(): void
  /** Lets the practice device look at the code on the screen. */
  scan(seen: InView): Result<void>
  close(keep: boolean): Promise<void>
}

/** Where the person works: on the real ledger, or in practice. */
export interface Desk {
  /** The workspace in use; the failure that keeps the real one shut. */
  workspace(): Result<Workspace>
  practice(): Practice | undefined
  /** The real workspace, also while practice is in use. */
  real(): Result<Workspace>
  /** The same, to work with: practice is left, and kept. */
  toReal(): Promise<Result<Workspace>>
  startPractice(): Promise<Result<ConnectionView>>
  leavePractice(keep: boolean): Promise<void>
  /** The laptop woke: practice goes on, and so does the real work behind it. */
  wake(): void
  view(): AppView
}

/** Makes the desk. */
export function createDesk(parts: {
  readonly real: Result<Workspace>
  readonly openPractice: () => Promise<Result<Practice>>
  readonly settings: SettingsStore
  readonly version: string
  readonly platform: AppView['platform']
  /** Failures that stand in the way of any real work, newest first. */
  readonly trouble: () => Failure | undefined
  readonly onChange: () => void
}): Desk {
  const { real, settings, version, platform } = parts
  let practice: Practice | undefined
  let opening: Promise<Result<Practice>> | undefined

  const open = async (): Promise<Result<Practice>> => {
    const opened = await parts.openPractice()
    if (!opened.ok) return opened
    practice = opened.value
    if (real.ok) real.value.hide('page')
    practice.workspace.upkeep.start()
    return opened
  }

  const desk: Desk = {
    workspace: () => (practice ? ok(practice.workspace) : real),
    practice: () => practice,
    real: () => real,
    async toReal() {
      if (practice && real.ok) await desk.leavePractice(true)
      return real
    },
    async startPractice() {
      opening ??= practice ? Promise.resolve(ok(practice)) : open()
      const opened = await opening
      opening = undefined
      if (!opened.ok) return opened
      parts.onChange()
      const connection = opened.value.workspace.sessions.chosen()
      return connection ? ok(viewOf(connection, true)) : failed(failure('internal'))
    },
    async leavePractice(keep) {
      const leaving = practice
      practice = undefined
      parts.onChange()
      await leaving?.close(keep)
    },
    wake() {
      if (real.ok) real.value.upkeep.wake()
      practice?.workspace.upkeep.wake()
    },
    view() {
      const workspace = desk.workspace()
      const trouble = practice ? undefined : real.ok ? parts.trouble() : real.failure
      const base = { version, platform, practice: practice !== undefined, settings: settings.read() }
      if (!workspace.ok) {
        return { ...base, saved: [], handovers: [], health: { kind: 'unknown' }, ...(trouble ? { trouble } : {}) }
      }
      const { sessions, board } = workspace.value
      const connection = sessions.chosen()
      return {
        ...base,
        ...(connection ? { connection: viewOf(connection, practice !== undefined) } : {}),
        saved: real.ok ? real.value.servers.views() : [],
        health: sessions.health(),
        ...(connection ? board.currentViews(connection.id) : { handovers: [] }),
        ...(trouble ? { trouble } : {}),
      }
    },
  }
  return desk
}

/** A connection as the window may know it. */
export function viewOf(connection: Connection, practice: boolean): ConnectionView {
  const { id, name, url, deviceUrl, org, owner, version, operator } = connection
  return { id, name, url, host: hostOf(url), deviceUrl, org, owner: owner.name, version, operator, practice }
}

function hostOf(url: string): string {
  return new URL(url).host
}
