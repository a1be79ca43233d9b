import { expect, it, onTestFinished } from 'vitest'
import { connect, launchApp } from '../support/app'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { startProxy } from '../support/proxy'
import { temporaryFolder } from '../support/temporary-folder'

describeWithInflux('the bar in the task bar', hashedServer, (server) => {
  it('moves without a share while a list of tokens takes more than a second, and goes when it is there', async () => {
    const proxy = await startProxy(server.url)
    onTestFinished(() => proxy.close())
    const app = await launchApp(`${temporaryFolder()}/user-data`)
    const { page, electron } = app
    await connect(app, { url: proxy.url, token: server.token })
    await electron.evaluate(({ BrowserWindow }) => {
      const bars: number[] = []
      Object.assign(globalThis, { bars })
      const [window] = BrowserWindow.getAllWindows()
      if (window) window.setProgressBar = (share) => void bars.push(share)
    })
    const bars = () => electron.evaluate(() => (globalThis as unknown as { bars: number[] }).bars)
    await page.getByRole('link', { name: 'Tokens' }).click()
    await page.getByText(/As of \d/).waitFor()
    let answer = () => {}
    const held = new Promise<void>((resolve) => (answer = resolve))
    proxy.decide(({ path }) => (path.startsWith('/api/v2/authorizations') ? { after: held } : 'pass'))
    await page.getByRole('button', { name: 'Refresh list' }).click()
    await expect.poll(bars).toEqual([2])
    answer()
    await expect.poll(bars).toEqual([2, -1])
  })
})
