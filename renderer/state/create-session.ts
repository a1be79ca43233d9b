import type { Bridge } from '../../main/contract/channels'
import { text } from '../../main/contract/text/text'
import { Announcer } from './announcer.svelte'
import { AppState, needsServer, type Screen } from './app.svelte'
import { createBurst } from './burst'
import { Code } from './code.svelte'
import { createConnectActions } from './connect-actions'
import { Connect } from './connect.svelte'
import { Dialogs } from './dialogs.svelte'
import { createEnterGuard } from './enter-guard'
import { Examined } from './examined.svelte'
import { Exports } from './exports.svelte'
import { Form } from './form.svelte'
import { History } from './history.svelte'
import { NextScan } from './next-scan.svelte'
import { Notices } from './notices.svelte'
import { createOlder } from './older'
import { createBusyUntil } from './patience.svelte'
import { adoptView, receiveEvents } from './receive'
import { createReplacing } from './replacing'
import { Risks } from './risks.svelte'
import { Running } from './running.svelte'
import { Servers } from './servers.svelte'
import { createStageActions } from './stage-actions'
import { createSwitchServer } from './switch-server'
import { createAfterConnect } from './after-connect'
import type { Keeper } from './keeper'
import type { Session } from './session'
import type { Timers } from './timers'
import { Tokens } from './tokens.svelte'
import { createWayBack } from './way-back'

const seen = 'work-elsewhere-told'

/** Builds the window's state around `bridge`; `keeper` outlives the page that took the admin token. */
export function createSession(bridge: Bridge, timers: Timers, keeper: Keeper): Session {
  const announcer = new Announcer(timers)
  const notices = new Notices(announcer)
  const app = new AppState(bridge, announcer, notices)
  const dialogs = new Dialogs()
  const code = new Code(bridge, timers, () => app.calm)
  const form = new Form(bridge, timers, app)
  const history = new History(bridge, timers, app)
  const older = createOlder({ bridge, timers, app })
  const tokens = new Tokens({ bridge, timers, announcer, notices })
  const risks = new Risks({ bridge, announcer })
  const exports = new Exports(bridge, announcer, notices)
  const saySlow = (device: string) => announcer.say(text.handOver.say.creating(device))
  const running = new Running({ bridge, timers, app, form, code, dialogs, notices, saySlow })
  const nextScan = new NextScan({ announcer, notices, burst: createBurst(timers), form, running })
  app.staged = () => running.currentId
  const guard = createEnterGuard(timers, () => running.creating && dialogs.current === undefined)
  const restart = async () => {
    const reply = await bridge['app.restart']()
    if (!reply.ok) notices.fail('restart', reply.failure)
  }
  const go = (screen: Screen) => {
    const next = needsServer(screen) && app.connection === undefined ? 'connect' : screen
    if (next !== 'hand-over') code.hide('page')
    app.screen = next
  }
  const wayBack = createWayBack({ app, form, running, keeper })
  const after = createAfterConnect({
    bridge,
    app,
    notices,
    announcer,
    keeper,
    adopt: (view) => adoptView(session, view),
    go,
    wayBack,
  })
  const servers = new Servers({ bridge, app, announcer, keeper, pasted: after.replaced })
  const connect = new Connect({
    bridge,
    asks: wayBack.leave,
    connected: after.connected,
    forgotten: after.forgotten,
  })
  const actOnConnect = createConnectActions({ bridge, connect, dialogs, notices, go, restart: () => void restart() })
  const replacing = createReplacing({ bridge, app, announcer, notices, form, running, go })
  const actOnStage = createStageActions({
    bridge,
    app,
    dialogs,
    form,
    running,
    replacing,
    notices,
    connect,
    servers,
    follow: wayBack.follow,
    go,
    restart: () => void restart(),
  })
  const state = {
    busyUntil: createBusyUntil(timers),
    bridge,
    timers,
    announcer,
    notices,
    app,
    dialogs,
    guard,
    code,
    form,
    running,
    replacing,
    nextScan,
    connect,
    servers,
    switchServer: createSwitchServer({ bridge, announcer, notices, dialogs, leave: wayBack.leave }),
    tokens,
    history,
    examined: new Examined(bridge),
    older,
    risks,
    exports,
  }
  const session: Omit<Session, 'start'> = { ...state, go, actOnStage, actOnConnect }
  const restore = () => {
    after.restore()
    const replaced = servers.restore()
    if (replaced !== undefined) notices.add({ key: 'token-replaced', text: replaced })
  }
  /** Whether this is the first page of this run. */
  const isFirst = () => {
    const first = keeper.getItem(seen) === null
    keeper.setItem(seen, 'yes')
    return first
  }
  return { ...session, start: () => receiveEvents(session, restore, isFirst) }
}
