import { app, dialog, powerMonitor, type BrowserWindow } from 'electron'

/** What a person who quits is asked; the first answer keeps Fieldkey open. */
export interface QuitQuestion {
  readonly title: string
  readonly text: string
  readonly keep: string
  readonly quit: string
}

/** A way out that asks nothing. */
export interface QuitGuard {
  leave(): void
}

/**
 * Asks once before Fieldkey ends while `question` has one, whatever way a person takes: menu, window, keys. The system's
 * own end - shutting down, logging off, a signal - is never held up.
 */
export function guardQuitting(window: BrowserWindow, question: () => QuitQuestion | undefined): QuitGuard {
  let leaving = false
  let asking = false

  const leave = () => {
    leaving = true
    app.quit()
  }
  const ask = async ({ title, text, keep, quit }: QuitQuestion) => {
    asking = true
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: title,
      detail: text,
      buttons: [keep, quit],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    })
    asking = false
    if (response === 1) leave()
  }
  const hold = (event: { preventDefault(): void }) => {
    if (leaving) return
    const open = asking ? undefined : question()
    if (!asking && open === undefined) {
      // The window's own closing is followed by the app's: what begins in between must not ask a second time.
      leaving = true
      return
    }
    event.preventDefault()
    if (open) void ask(open)
  }

  app.on('before-quit', hold)
  window.on('close', hold)
  powerMonitor.on('shutdown', () => {
    leaving = true
  })
  window.on('session-end', () => {
    leaving = true
  })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, leave)
  return { leave }
}
