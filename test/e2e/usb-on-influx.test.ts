import { expect, it, onTestFinished } from 'vitest'
import { choose, connect, launchApp, typePort } from '../support/app'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { tokensOf } from '../support/raw-influx'
import { startSimDevice } from '../support/sim-device'
import { temporaryFolder } from '../support/temporary-folder'

describeWithInflux('USB on InfluxDB', hashedServer, (server) => {
  it('pushes over a cable, the device proves what it stored, and then writes', async () => {
    const folder = temporaryFolder()
    const device = `USB-${String(Date.now())}`
    const sim = await startSimDevice({ id: device, write: true })
    onTestFinished(sim.remove)
    const app = await launchApp(`${folder}/user-data`)
    const { page } = app
    await connect(app, server)
    await choose(app, 'Bucket', 'plant')
    await typePort(app, sim.port)
    await page.getByRole('textbox', { name: 'Device ID' }).fill(device)
    await page.getByRole('button', { name: 'Create token' }).click()
    await page.getByRole('heading', { name: `${device} is sending data` }).waitFor()
    const [row, ...more] = await tokensOf(server, device)
    expect([row?.status, more]).toEqual(['active', []])
    await page.getByRole('button', { name: 'Next device' }).click()
    await page.getByText('First data').first().waitFor()
  })
})
