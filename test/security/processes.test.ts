import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { choose, connect, launchApp, type App } from '../support/app'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { describePackaged, withoutServers } from '../support/packaged-app'
import { argumentsOf, procFile, processTree } from '../support/process-tree'
import { shapesOf } from '../support/search-secret'
import { temporaryFolder } from '../support/temporary-folder'

/** Everything below a folder with its kind and rights, as `f 600 name`; links have no rights of their own. */
function rights(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isSymbolicLink())
    .map((entry) => {
      const name = path.join(entry.parentPath, entry.name)
      const mode = (statSync(name).mode & 0o777).toString(8)
      return `${entry.isDirectory() ? 'd' : 'f'} ${mode} ${path.relative(folder, name)}`
    })
}

/** A run in practice with one device served, so that every file there is has been written. */
async function practise(app: App) {
  const { page } = app
  await page.getByRole('button', { name: 'Practise without a server' }).click()
  await choose(app, 'Bucket', 'north-pumps')
  await page.getByRole('textbox', { name: 'Device ID' }).fill('PUMP-0042')
  await page.getByRole('button', { name: 'Create token' }).click()
  await page.getByRole('img', { name: 'QR code with the settings for PUMP-0042' }).waitFor()
}

describePackaged('what a run leaves on this computer', () => {
  it('is readable for this user alone', async () => {
    const folder = temporaryFolder()
    const app = await launchApp(path.join(folder, 'user-data'))
    await practise(app)
    const during = rights(folder)
    await app.close()
    const files = [...new Set([...during, ...rights(folder)])]
    expect(files.length).toBeGreaterThan(10)
    expect(files.filter((file) => !/^(d 700|f 600) /.test(file))).toEqual([])
  })

  it('holds no dump of a crash: nothing watches for one, nothing is written, nothing is sent', async () => {
    const app = await launchApp(path.join(temporaryFolder(), 'user-data'))
    const { electron, userData } = app
    const crashed = app.page.waitForEvent('crash')
    const state = await electron.evaluate(({ crashReporter, BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
      return { uploads: crashReporter.getUploadToServer(), last: crashReporter.getLastCrashReport() }
    })
    await crashed
    expect(state).toEqual({ uploads: false, last: null })
    const handlers = processTree(electron.process().pid ?? 0).filter((pid) =>
      argumentsOf(pid).includes('crashpad_handler'),
    )
    expect(handlers).toEqual([])
    expect(rights(userData).filter((file) => /\.(dmp|dump|core|meta)$/.test(file))).toEqual([])
  })
})

describeWithInflux('the admin token', hashedServer, (server) => {
  it('is in no argument, variable, title or output of any process', async () => {
    const env = { ...withoutServers, NODE_DEBUG: 'http,https,net,tls', ELECTRON_ENABLE_LOGGING: '1' }
    const app = await launchApp(path.join(temporaryFolder(), 'user-data'), { env })
    const { stdout, stderr, pid = 0 } = app.electron.process()
    const said: string[] = []
    for (const stream of [stdout, stderr]) stream?.on('data', (text) => said.push(String(text)))
    await connect(app, server)
    const titles = await app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => `${window.getTitle()} ${window.webContents.getTitle()}`),
    )
    expect(titles).toEqual(['Fieldkey Fieldkey'])
    const processes = processTree(pid)
    expect(processes.length).toBeGreaterThan(3)
    const texts = [...processes.flatMap((one) => [argumentsOf(one), procFile(one, 'environ')]), said.join('')]
    for (const shape of shapesOf(server.token))
      expect(texts.filter((text) => text.includes(shape.toString()))).toEqual([])
  })
})
