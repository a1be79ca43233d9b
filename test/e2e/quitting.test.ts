import { once } from 'node:events'
import { expect, it, onTestFinished } from 'vitest'
import { choose, connect, launchApp, typePort, type App } from '../support/app'
import { describeWithInflux, hashedServer, type TestServer } from '../support/influx-server'
import { openPtyPair } from '../support/pty'
import { answerByHand } from '../support/system-dialog'
import { temporaryFolder } from '../support/temporary-folder'

async function startHandover(app: App, server: TestServer, device: string) {
  await connect(app, server)
  await choose(app, 'Bucket', 'plant')
  await app.page.getByRole('textbox', { name: 'Device ID' }).fill(device)
}

const quit = ({ electron }: App) => electron.evaluate(({ app }) => app.quit())
const closeWindow = ({ electron }: App) =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())

describeWithInflux('quitting', hashedServer, (server) => {
  it('with an unfinished handover asks once, keeps working, and quits when told so', async () => {
    const userData = `${temporaryFolder()}/user-data`
    const app = await launchApp(userData)
    const device = `QUIT-${String(Date.now())}`
    await startHandover(app, server, device)
    await app.page.getByRole('button', { name: 'Create token' }).click()
    await app.page.getByRole('img', { name: `QR code with the settings for ${device}` }).waitFor()
    const dialog = await answerByHand(app)

    await closeWindow(app)
    await quit(app)
    expect(await dialog.asked()).toMatchObject([
      { message: '1 handover is not finished', buttons: ['Keep working', 'Quit'], defaultId: 0 },
    ])
    await dialog.answer(0)
    expect(await app.page.getByRole('heading', { level: 1 }).innerText()).toBe('Hand over')

    await quit(app)
    const gone = once(app.electron.process(), 'exit')
    await dialog.answer(1)
    expect(await gone).toEqual([0, null])

    const again = await launchApp(userData)
    await again.page.getByRole('heading', { name: 'Unfinished handovers' }).waitFor()
    await again.page.getByRole('button', { name: `Continue ${device}` }).waitFor()
    // The system's own end is not held up by what is still unfinished.
    const second = await answerByHand(again)
    const ended = once(again.electron.process(), 'exit')
    again.electron.process().kill('SIGTERM')
    await ended
    await expect(second.asked()).rejects.toThrow()
    const { page } = await launchApp(userData)
    await page.getByRole('button', { name: `Continue ${device}` }).waitFor()
  })

  it('during a push over USB says what quitting would do to the device', async () => {
    const pty = await openPtyPair()
    onTestFinished(() => pty.remove())
    const app = await launchApp(`${temporaryFolder()}/user-data`)
    await startHandover(app, server, `PUSH-${String(Date.now())}`)
    await typePort(app, pty.a)
    await app.page.getByRole('button', { name: 'Create token' }).click()
    await app.page.getByRole('button', { name: 'Stop sending' }).waitFor()
    const dialog = await answerByHand(app)
    await quit(app)
    expect(await dialog.asked()).toMatchObject([{ message: 'A device is being set up' }])
    await dialog.answer(0)
  })

  it('asks nothing when nothing is unfinished; a second start brings the first window forward', async () => {
    const userData = `${temporaryFolder()}/user-data`
    const app = await launchApp(userData)
    await connect(app, server)
    await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
    const forward = app.electron.evaluate(
      ({ app: main, BrowserWindow }) =>
        new Promise((resolve) =>
          main.once('second-instance', () => resolve(BrowserWindow.getAllWindows().map((one) => one.isVisible()))),
        ),
    )
    await expect(launchApp(userData)).rejects.toThrow()
    expect(await forward).toEqual([true])
    const dialog = await answerByHand(app)
    const gone = once(app.electron.process(), 'exit')
    await quit(app)
    await gone
    await expect(dialog.asked()).rejects.toThrow()
  })
})
