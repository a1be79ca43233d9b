import { assertNever } from '../../main/contract/result'
import { failureText } from '../../main/contract/text/failures'
import { text } from '../../main/contract/text/text'
import type { AppEvent, AppView, Command, HandoverView } from '../../main/contract/views'
import { chime } from '../ui/chime'
import { needsServer } from './app.svelte'
import { runCommand } from './commands'
import { deviceCaution } from './device-caution'
import type { Session } from './session'
import { pushSteps } from './stage'

/** Asks main for the first view, then follows its events. Returns what stops it. */
export function receiveEvents(
  session: Omit<Session, 'start'>,
  restore: () => void,
  isFirst: () => boolean,
): () => void {
  const { bridge, app, code, connect, risks, running, tokens, notices } = session
  const receive = (event: AppEvent) => {
    switch (event.kind) {
      case 'app':
        return adoptView(session, event.app)
      case 'handover':
        return adoptHandover(session, event.handover)
      case 'check':
        return connect.receive(event.check)
      case 'code-hidden':
        return code.shown?.handover === event.handover ? code.hide(event.reason, false) : undefined
      case 'text-hidden':
        // The dialog that shows it listens itself.
        return
      case 'health':
        if (app.view) app.view = { ...app.view, health: event.health }
        return
      case 'tokens-changed':
        if (app.screen === 'risks') return void risks.load(false)
        return app.screen === 'tokens' ? void tokens.load() : undefined
      case 'work':
        return app.receiveWork(event.work)
      case 'listing':
        // The task bar's business: the page says so where it asked.
        return
      case 'bulk':
        return tokens.bulk.progress(event.done)
      case 'keychain-slow':
        app.keychainSlow = event.waiting
        return
      case 'open-handover':
        session.go('history')
        return void session.history.open(event.handover)
      case 'command':
        return runCommand(session, event.command satisfies Command)
      default:
        return assertNever(event)
    }
  }
  const stop = bridge.onEvent(receive)
  void bridge['app.view']().then((reply) => {
    if (!reply.ok) return notices.fail('app', reply.failure)
    if (app.view === undefined) adoptView(session, reply.value)
    if (app.connection) restore()
    // Also what this run left behind, when its window went away under it.
    const open = app.attention.some(({ state }) => state === 'asked' || state === 'minted')
    // Of the other servers once a run: a page that follows another one has just been switched on purpose.
    const elsewhere = isFirst() && app.others.some(({ work }) => work.unfinished > 0)
    const here = app.connection !== undefined && open && running.currentId === undefined
    if (here || elsewhere) session.dialogs.open({ kind: 'unfinished' })
  })
  return stop
}

/** Takes over what main says of itself; another connection empties what belonged to the one before. */
export function adoptView(session: Omit<Session, 'start'>, view: AppView) {
  const { app, form, older, risks, running, tokens, dialogs, notices } = session
  const before = app.connection?.id
  const cautionBefore = deviceCaution(app.connection)
  app.receive(view)
  older.follow()
  const now = view.connection?.id
  if (app.screen === undefined) app.screen = now === undefined ? 'connect' : 'hand-over'
  if (now !== before) {
    running.release()
    form.bucketId = ''
    form.buckets = []
    tokens.reset()
    risks.reset()
    if (now !== undefined) void form.loadBuckets()
    if (app.screen === 'tokens') void tokens.load()
    if (app.screen === 'risks' && now !== undefined) void risks.load(false)
    if (now === undefined && needsServer(app.screen)) app.screen = 'connect'
  }
  // Also the address for devices of the server in use may have become another one.
  const caution = deviceCaution(view.connection)
  if (now !== before || caution !== cautionBefore) {
    if (caution === undefined) notices.remove('device-address')
    else notices.add({ key: 'device-address', text: `${caution}.`, bad: true })
  }
  if (view.trouble?.code === 'keychain.locked' && dialogs.current === undefined && before === undefined) {
    dialogs.open({ kind: 'keychain', after: () => void form.loadBuckets(true) })
  }
}

function adoptHandover({ app, announcer, running }: Omit<Session, 'start'>, handover: HandoverView) {
  const before = app.handover(handover.id)
  running.receive(handover)
  const say = text.handOver.say
  if (handover.firstDataAt !== undefined && before?.firstDataAt === undefined) {
    announcer.say(say.data(handover.device, handover.firstDataAt))
    if (app.settings?.sound) chime()
  }
  if (handover.id !== running.currentId) {
    if (handover.failure && handover.failure.code !== before?.failure?.code) {
      announcer.warn(failureText(handover.failure).title)
    }
    return
  }
  if (handover.delivery !== 'usb' || before === undefined) return
  const [was, is] = [pushSteps(before), pushSteps(handover)]
  if (is.found && !was.found) announcer.say(say.found)
  if (is.sent && !was.sent) announcer.say(say.sent)
  if (is.stored && !was.stored) announcer.say(say.confirmed)
}
