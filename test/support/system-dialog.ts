import type { App } from './app'

/** What the system's dialog was to ask. */
export interface Asked {
  readonly message: string
  readonly detail: string
  readonly buttons: readonly string[]
  readonly defaultId: number
}

/** Answers the system's dialog by hand: a picture of it cannot be clicked. */
export async function answerByHand({ electron }: App) {
  await electron.evaluate(({ dialog }) => {
    const asked: Asked[] = []
    const waiting: ((answer: { response: number; checkboxChecked: boolean }) => void)[] = []
    Object.assign(globalThis, { fieldkeyAsked: asked, fieldkeyWaiting: waiting })
    type Show = typeof dialog.showMessageBox
    dialog.showMessageBox = ((...given: Parameters<Show>) => {
      asked.push(given.at(-1) as unknown as Asked)
      return new Promise((resolve) => waiting.push(resolve))
    }) as Show
  })
  return {
    asked: () => electron.evaluate(() => (globalThis as unknown as { fieldkeyAsked: Asked[] }).fieldkeyAsked),
    answer: (response: number) =>
      electron.evaluate((_electron, n) => {
        type Waiting = { fieldkeyWaiting: ((answer: { response: number; checkboxChecked: boolean }) => void)[] }
        ;(globalThis as unknown as Waiting).fieldkeyWaiting.shift()?.({ response: n, checkboxChecked: false })
      }, response),
  }
}
