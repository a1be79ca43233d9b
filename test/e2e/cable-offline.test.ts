import { expect, it, onTestFinished } from 'vitest'
import { choose, connect, launchApp, typePort, type App } from '../support/app'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { startProxy } from '../support/proxy'
import { tokensOf } from '../support/raw-influx'
import { startSimDevice } from '../support/sim-device'
import { temporaryFolder } from '../support/temporary-folder'

/** What History says of the one entry that waits for the server. */
async function waitingEntry({ page }: App): Promise<string> {
  await page.getByRole('link', { name: 'History' }).click()
  return page.getByRole('region', { name: 'Waiting for the server' }).getByRole('listitem').innerText()
}

describeWithInflux('by cable while the network is away', hashedServer, (server) => {
  it('the device has its token, what waits is told, also after a restart, and it writes once the network is back', async () => {
    const device = `DARK-${String(Date.now())}`
    const userData = `${temporaryFolder()}/user-data`
    const proxy = await startProxy(server.url)
    onTestFinished(() => proxy.close())
    const sim = await startSimDevice({ id: device, write: true })
    onTestFinished(sim.remove)
    const statuses = async () => (await tokensOf(server, device)).map(({ status }) => status)
    const first = await launchApp(userData)
    await connect(first, { url: proxy.url, token: server.token })
    await choose(first, 'Bucket', 'plant')
    await typePort(first, sim.port)
    await first.page.getByRole('textbox', { name: 'Device ID' }).fill(device)
    let isLost = false
    proxy.decide(({ method, path }) => {
      if (isLost) return 'cut-before'
      isLost = method === 'POST' && path === '/api/v2/authorizations'
      return 'pass'
    })
    await first.page.getByRole('button', { name: 'Create token' }).click()
    await first.page.getByText('Device stored them and confirmed the right token').waitFor()
    await first.page.getByText('The token is switched on as soon as the network is back').waitFor()
    await first.page.getByRole('button', { name: 'Next device' }).waitFor()
    expect(await statuses()).toEqual(['inactive'])
    const told = await waitingEntry(first)
    expect(told).toContain(`${device} Switch its token on`)
    expect(told).toMatch(/since .+\. Tried \d+ times?: .+\./)
    await first.close()

    const second = await launchApp(userData)
    expect(await waitingEntry(second)).toContain(`${device} Switch its token on`)
    expect(await statuses()).toEqual(['inactive'])
    const before = proxy.seen.length
    proxy.decide(() => 'pass')
    // The next device's name is typed: that asks the server, which answers.
    await second.page.getByRole('link', { name: 'Hand over' }).click()
    await second.page.getByRole('textbox', { name: 'Device ID' }).fill('NEXT')
    await expect.poll(statuses).toEqual(['active'])
    await second.page.getByText('First data').first().waitFor()
    await second.page.getByRole('link', { name: 'History' }).click()
    await second.page.getByRole('heading', { name: 'Waiting for the server' }).waitFor({ state: 'detached' })
    const made = proxy.seen.slice(before).filter(({ method, path }) => method !== 'GET' && path.includes('/auth'))
    expect(made.map(({ method }) => method)).toEqual(['PATCH'])
    expect(await statuses()).toEqual(['active'])
  })
})
