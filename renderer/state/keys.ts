import { commandOf, runCommand } from './commands'
import { defaultStep } from './default-step'
import type { Session } from './session'

/** Keys that turn the parts of a code. */
const turns: ReadonlyMap<string, 1 | -1> = new Map([
  ['ArrowLeft', -1],
  ['ArrowRight', 1],
])

/** Listens to the keys of the whole window: the Enter guard first, then shortcuts, Escape and Enter without a focus. */
export function watchKeys(session: Session): () => void {
  const guard = (press: KeyboardEvent) => {
    if (press.key !== 'Enter' || !session.guard.refuses(press)) return
    press.preventDefault()
    press.stopPropagation()
  }
  const scan = (press: KeyboardEvent) => {
    const found = watchesScans(session, press.target) ? session.nextScan.burst.press(press) : undefined
    if (found === undefined) return
    press.preventDefault()
    press.stopPropagation()
    if (session.app.screen !== 'hand-over' || session.dialogs.current !== undefined) return
    // What the scanner typed into a list is no choice.
    if (isTextField(press.target)) press.target.blur()
    session.nextScan.take(found)
  }
  const keys = (press: KeyboardEvent) => {
    if (press.defaultPrevented) return
    const command = commandOf(press, session.app.view?.platform === 'darwin')
    if (command !== undefined) {
      press.preventDefault()
      runCommand(session, command)
    } else if (press.key === 'Escape') {
      escape(session)
    } else if (turns.has(press.key) && mayTurn(session, press)) {
      press.preventDefault()
      session.code.parts.turn(turns.get(press.key) ?? 1)
    } else if (press.key === 'Enter' && press.target === document.body) {
      press.preventDefault()
      defaultStep(session)
    }
  }
  window.addEventListener('keydown', scan, true)
  window.addEventListener('keydown', guard, true)
  window.addEventListener('keydown', keys)
  return () => {
    window.removeEventListener('keydown', scan, true)
    window.removeEventListener('keydown', guard, true)
    window.removeEventListener('keydown', keys)
  }
}

/** While the focus is in the stage, or nowhere. */
function mayTurn({ code, dialogs, running }: Session, { target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (running.stage.kind !== 'code' || code.parts.count < 2 || dialogs.current !== undefined) return false
  if (ctrlKey || metaKey || altKey) return false
  const stage = document.getElementById('stage')?.closest('section')
  return target === document.body || (target instanceof Node && stage?.contains(target) === true)
}

/** Whether keys may be a scanner's: text belongs to the field that has the focus, but for a list on the home screen. */
function watchesScans({ app, nextScan }: Session, target: EventTarget | null): boolean {
  if (!isTextField(target)) return true
  const list = app.screen === 'hand-over' && target.getAttribute('role') === 'combobox'
  if (!list) nextScan.burst.forget()
  return list
}

const notTyped = ['button', 'checkbox', 'radio']

function isTextField(target: EventTarget | null): target is HTMLElement {
  return (
    target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !notTyped.includes(target.type))
  )
}

function escape({ app, code, connect, dialogs, form, nextScan, running, go }: Session) {
  if (dialogs.current !== undefined) return
  if (app.screen === 'connect') {
    if (connect.busy) connect.stop()
    else if (app.connection) go('hand-over')
    return
  }
  if (app.screen !== 'hand-over') return
  const { stage } = running
  if (nextScan.waiting !== undefined) nextScan.dismiss()
  else if (stage.kind === 'code') {
    if (code.fullScreen) code.setFullScreen(false)
    else code.hide('asked')
  } else if (stage.kind === 'failure') {
    running.release()
    form.want('device')
  } else if (stage.kind === 'ready') {
    form.device = ''
    form.deviceError = ''
    form.want('device')
  }
}
