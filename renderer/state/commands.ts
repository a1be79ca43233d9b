import { assertNever } from '../../main/contract/result'
import type { Command } from '../../main/contract/views'
import type { Session } from './session'

/** Does what the menu bar or a key asks for. */
export function runCommand(session: Omit<Session, 'start'>, command: Command) {
  const { app, code, exports, form, history, risks, running, tokens, go, dialogs } = session
  switch (command) {
    case 'sunlight':
      return app.toggleSunlight()
    case 'help':
      return help(session)
    case 'full-screen':
      return code.setFullScreen(!code.fullScreen)
    default:
  }
  if (dialogs.current !== undefined) return
  switch (command) {
    case 'go-hand-over':
      return go('hand-over')
    case 'go-tokens':
      return go('tokens')
    case 'go-history':
      return go('history')
    case 'go-settings':
      return go('settings')
    case 'new-handover':
      go('hand-over')
      return running.creating || code.shown ? undefined : running.next()
    case 'find':
      app.findWanted += 1
      return
    case 'print':
      if (app.screen === 'history') return void exports.history('print', history.matchingIds)
      return app.screen === 'risks' ? void exports.risks('print') : undefined
    case 'refresh':
      if (app.screen === 'risks') return void risks.load(true)
      if (app.screen === 'tokens') return void tokens.refresh()
      if (app.screen === 'hand-over') {
        void form.loadBuckets(true)
        void form.lookForPorts()
      }
      return
    default:
      return assertNever(command)
  }
}

function help({ app, dialogs, running }: Omit<Session, 'start'>) {
  const { stage } = running
  if (dialogs.current !== undefined) return
  if (stage.kind === 'code' && app.screen === 'hand-over') dialogs.open({ kind: 'help', handover: stage.handover })
  else dialogs.open({ kind: 'screen-help' })
}

const plain: Readonly<Record<string, Command>> = { F8: 'sunlight', F5: 'refresh', F1: 'help', F11: 'full-screen' }
const withCtrl: Readonly<Record<string, Command>> = {
  1: 'go-hand-over',
  2: 'go-tokens',
  3: 'go-history',
  4: 'go-settings',
  ',': 'go-settings',
  n: 'new-handover',
  f: 'find',
  p: 'print',
}

/** The command of a key press, Ctrl or on macOS Cmd; undefined for every other key. */
export function commandOf(press: KeyboardEvent, mac: boolean): Command | undefined {
  if (press.altKey || press.shiftKey) return undefined
  const held = mac ? press.metaKey && !press.ctrlKey : press.ctrlKey && !press.metaKey
  if (held) return withCtrl[press.key.toLowerCase()]
  return press.ctrlKey || press.metaKey ? undefined : plain[press.key]
}
