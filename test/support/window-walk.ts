import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import type { Language } from '../../main/contract/text/languages'
import { choose, launchApp, type App } from './app'

/** Looks at the window as it stands; `place` says where it is. */
export type Look = (app: App, place: string) => Promise<void>

/** Somebody who goes through a practice session in one language and looks wherever there is something to see. */
export interface Walk {
  readonly app: App
  readonly language: Language
  readonly look: Look
}

interface Steps {
  readonly press: (name: string) => Promise<void>
  readonly shown: (heading: string) => Promise<void>
  /** Opens a dialog by its button, looks at it, and leaves it by another. */
  readonly visit: (open: string, close: string, title?: string) => Promise<void>
  readonly go: (place: string) => Promise<void>
  readonly create: (device: string) => Promise<void>
  /** The heading of the stage, once it is about a device. */
  readonly stage: (device: string) => Locator
}

function stepsOf({ app, language, look }: Walk): Steps {
  const { page } = app
  const { handOver } = language.texts
  const dialog = page.getByRole('dialog')
  const press = async (name: string) => {
    const open = (await dialog.count()) > 0
    await (open ? dialog : page).getByRole('button', { name, exact: true }).click()
  }
  return {
    press,
    shown: (heading) => page.getByRole('heading', { name: heading, exact: true }).waitFor(),
    visit: async (open, close, title) => {
      await press(open)
      await (title === undefined ? dialog : page.getByRole('dialog', { name: title })).waitFor()
      await look(app, open)
      await press(close)
      await dialog.waitFor({ state: 'detached' })
    },
    go: async (place) => {
      await page.getByRole('link', { name: place }).click()
      await page.getByRole('link', { name: place }).and(page.locator('[aria-current]')).waitFor()
    },
    create: async (device) => {
      await page.getByRole('textbox', { name: handOver.deviceId, exact: true }).fill(device)
      await press(handOver.create)
    },
    stage: (device) => page.locator('#stage', { hasText: device }),
  }
}

/** Hand over by code: ready, the code whole, in parts and full screen, its dialogs, hidden, a duplicate. */
export async function walkCodes(walk: Walk): Promise<void> {
  const { app, look } = walk
  const { page } = app
  const { handOver, codes, dialogs, scanner } = walk.language.texts
  const { press, visit, create } = stepsOf(walk)
  const code = page.getByRole('img', { name: handOver.codeName('PUMP-0042') })
  await look(app, 'ready')
  await page.getByRole('combobox', { name: handOver.bucket, exact: true }).click()
  await page.getByRole('option').first().waitFor()
  await look(app, 'the list of buckets')
  await page.keyboard.press('Escape')
  await create('PUMP-0042')
  await code.waitFor()
  await look(app, 'the code')
  await visit(handOver.cannotRead, dialogs.help.back)

  const smallCamera = async () => {
    await press(handOver.cannotRead)
    await page.getByRole('checkbox', { name: codes.smallCamera }).click()
    await press(dialogs.help.back)
  }
  await smallCamera()
  await page.getByRole('group', { name: codes.part }).waitFor()
  await press(codes.pause)
  await look(app, 'the code in parts')
  await press(handOver.fullScreen)
  await look(app, 'a part in full screen')
  await press(handOver.leaveFullScreen)
  await smallCamera()
  await page.getByRole('group', { name: codes.part }).waitFor({ state: 'detached' })
  await press(handOver.fullScreen)
  await look(app, 'full screen')
  await press(handOver.leaveFullScreen)
  await page.getByRole('button', { name: handOver.fullScreen, exact: true }).waitFor()
  await page.keyboard.type('PUMP-0099')
  await page.keyboard.press('Enter')
  await page.getByRole('group', { name: scanner.bar }).waitFor()
  await look(app, 'the next scan')
  await press(scanner.notYet)
  await press(handOver.hide)
  await look(app, 'the code hidden')
  await visit(handOver.cancel, dialogs.cancel.back)
  await press(handOver.scanned)
  await create('PUMP-0042')
  await page.getByRole('dialog').waitFor()
  await look(app, 'a duplicate')
  await press(dialogs.duplicate.cancel)
}

/** Hand over by cable: the port, sending, what goes wrong, first data; and the way out of practice. */
export async function walkCable(walk: Walk): Promise<void> {
  const { app, language, look } = walk
  const { page } = app
  const { handOver, practice, dialogs } = language.texts
  const { press, visit, create, stage } = stepsOf(walk)
  const fault = (one: string) => choose(app, practice.fault, one)
  await page.getByRole('radio', { name: handOver.usb }).check()
  await look(app, 'by cable')
  await create('PUMP-0043')
  await page.locator('.seen', { hasText: 'PUMP-0043' }).waitFor()
  await look(app, 'first data')
  await press(handOver.next)
  await fault(practice.faults.silent)
  await create('PUMP-0044')
  await stage('PUMP-0044').waitFor()
  await look(app, 'sending')
  await page.getByRole('button', { name: handOver.showQr }).waitFor()
  await page.locator('.failure').waitFor()
  await look(app, 'a failure')
  const played = page.getByRole('combobox', { name: practice.fault })
  expect(await played.inputValue()).toBe(practice.faults.silent)
  await visit(practice.leave, dialogs.leavePractice.stay)
}

/** Tokens and the risk report: the list, details, selection, and every dialog of them. */
export async function walkTokens(walk: Walk): Promise<void> {
  const { app, language, look } = walk
  const { page } = app
  const { frame, tokens, dialogs, review, reword, reports } = language.texts
  const { press, visit, go } = stepsOf(walk)
  const words = dialogs.newToken
  await go(frame.tokens)
  await page.getByRole('row').filter({ hasText: 'PUMP-0043' }).click()
  await page.getByRole('heading', { name: tokens.details }).waitFor()
  await page.getByText(tokens.fields.address).waitFor()
  await look(app, 'token details')
  await press(tokens.edit)
  await look(app, 'the description edited')
  await page.keyboard.press('Escape')
  await visit(review.set, review.cancel)
  await visit(tokens.revoke, dialogs.revoke.keep)
  await press(tokens.close)
  await page.getByRole('checkbox', { name: tokens.selectAll }).click()
  await look(app, 'tokens selected')
  await visit(tokens.revokeSelected, dialogs.revoke.keep)
  await press(reword.open)
  await page.getByRole('textbox', { name: reword.find }).fill('PUMP-')
  await page.getByRole('textbox', { name: reword.by }).fill('north pump ')
  await page.getByRole('list', { name: reword.preview }).waitFor()
  await look(app, 'descriptions that cannot be')
  await page.getByRole('radio', { name: reword.kinds.add }).check()
  await page.getByRole('textbox', { name: reword.before }).fill('N-')
  await page.getByRole('list', { name: reword.preview }).waitFor()
  await look(app, 'descriptions edited')
  await press(reword.cancel)
  await press(tokens.clearSelection)

  await press(tokens.create)
  await page.getByRole('radio', { name: words.kinds.bucket.label }).check()
  await look(app, 'a new token')
  await choose(app, words.bucket, 'north-pumps')
  await page.getByRole('textbox', { name: words.description }).fill('a program that reads')
  await press(words.create)
  await press(words.done)
  await look(app, 'a new token that nobody has')
  await press(words.untaken.back)
  await press(words.show)
  await look(app, 'a new token, shown once')
  await press(words.done)
  await press(reports.open)
  await page.getByRole('heading', { name: reports.title }).waitFor()
  await look(app, 'the risk report')
}

/** History, Settings with the laptop dialogs, help, and Connect. */
export async function walkRest(walk: Walk): Promise<void> {
  const { app, language, look } = walk
  const { page } = app
  const { frame, handOver, history, settings, laptops, scanner, screenHelp, connect, servers } = language.texts
  const { press, visit, go, shown } = stepsOf(walk)
  await go(frame.history)
  await page.getByRole('button', { name: history.detailsOf('PUMP-0044') }).click()
  await shown(history.details)
  await look(app, 'history')
  await press(history.discard)
  await page.getByText(handOver.status.revoked).first().waitFor()
  await go(frame.settings)
  await look(app, 'settings')
  await visit(scanner.check.open, scanner.check.close)
  await page.keyboard.press('F1')
  await page.getByRole('dialog').waitFor()
  await look(app, 'help')
  await press(screenHelp.close)

  await press(settings.servers)
  await shown(connect.title)
  await press(servers.regions)
  await look(app, 'connect')
  await press(laptops.take.button)
  const phrase = page.getByRole('dialog').getByRole('listitem')
  await phrase.nth(5).waitFor()
  const words = await phrase.allInnerTexts()
  await look(app, 'a prepared token')
  await press(laptops.cancel)

  await go(frame.settings)
  const wish = async (open: string, name: string) => {
    await press(open)
    await page.getByRole('textbox', { name }).fill('Laptop of Anna')
    await page.getByRole('checkbox', { name: 'north-pumps' }).check()
  }
  await wish(laptops.limit.button, laptops.wish.name)
  await look(app, 'limit this laptop')
  await press(laptops.cancel)
  await wish(laptops.prepare.button, laptops.wish.otherName)
  await page.getByRole('textbox', { name: laptops.prepare.phrase }).fill(words.join(' '))
  // The practice server is on this computer only, which is to be accepted last.
  await page.getByRole('dialog').getByRole('checkbox').last().check()
  await look(app, 'prepare another laptop')
  await press(laptops.prepare.confirm)
  await page.getByRole('textbox', { name: laptops.prepare.sealed }).waitFor()
  await look(app, 'a token for another laptop')
  await press(laptops.done)
  await visit(laptops.lost.button, laptops.cancel)
}

/** A handover that the end of the app interrupts: at the next start, what is unfinished is asked for first. */
export async function walkUnfinished(walk: Walk): Promise<void> {
  const { app, language, look } = walk
  const { frame, handOver, dialogs } = language.texts
  const { go, create, stage } = stepsOf(walk)
  await go(frame.handOver)
  await app.page.getByRole('radio', { name: handOver.usb }).check()
  await create('PUMP-0045')
  await stage('PUMP-0045').waitFor()
  await app.close()
  const again = await launchApp(app.userData, { args: ['--practice'] })
  await again.page.getByRole('dialog', { name: dialogs.unfinished.title }).waitFor()
  await look(again, 'unfinished handovers')
}
