import type { Bridge } from '../../main/contract/channels'
import type { Failure } from '../../main/contract/failure'
import type { Announcer } from './announcer.svelte'
import type { AppState, Screen } from './app.svelte'
import type { Code } from './code.svelte'
import type { Connect } from './connect.svelte'
import type { Dialogs } from './dialogs.svelte'
import type { EnterGuard } from './enter-guard'
import type { Examined } from './examined.svelte'
import type { Exports } from './exports.svelte'
import type { Form } from './form.svelte'
import type { History } from './history.svelte'
import type { Action } from './next-action'
import type { NextScan } from './next-scan.svelte'
import type { Notices } from './notices.svelte'
import type { Older } from './older'
import type { BusyUntil } from './patience.svelte'
import type { Replacing } from './replacing'
import type { Risks } from './risks.svelte'
import type { Running } from './running.svelte'
import type { Servers } from './servers.svelte'
import type { SwitchServer } from './switch-server'
import type { Timers } from './timers'
import type { Tokens } from './tokens.svelte'

/** Everything the window's components share: the state of each place, and the ways between them. */
export interface Session {
  readonly bridge: Bridge
  readonly timers: Timers
  readonly busyUntil: BusyUntil
  readonly announcer: Announcer
  readonly notices: Notices
  readonly app: AppState
  readonly dialogs: Dialogs
  readonly guard: EnterGuard
  readonly code: Code
  readonly form: Form
  readonly running: Running
  readonly replacing: Replacing
  readonly nextScan: NextScan
  readonly connect: Connect
  readonly servers: Servers
  readonly switchServer: SwitchServer
  readonly tokens: Tokens
  readonly history: History
  readonly examined: Examined
  readonly older: Older
  readonly risks: Risks
  readonly exports: Exports
  readonly go: (screen: Screen) => void
  readonly actOnStage: (action: Action, failure: Failure) => void
  readonly actOnConnect: (action: Action, failure: Failure) => void
  /** Asks main for the first view and listens to its events; the returned function stops listening. */
  readonly start: () => () => void
}
