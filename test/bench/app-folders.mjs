// The two apps whose start is compared, each in a folder that Electron can be given.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../build/project.mjs'

// Tells when the first window is ready and when its page has a heading; then loads the app that is measured.
const probe = (/** @type {string} */ main) => `
const { app } = require('electron')
const say = (line) => process.stdout.write(line + '\\n')
app.once('browser-window-created', (_event, window) => {
  window.once('ready-to-show', () => {
    say('ready')
    const heading = "new Promise((done) => { const look = () => document.querySelector('h1') ? done() : requestAnimationFrame(look); look() })"
    if (${JSON.stringify(main.startsWith(root))}) window.webContents.executeJavaScript(heading).then(() => say('heading'))
  })
})
process.stdin.once('data', () => say('memory ' + app.getAppMetrics().reduce((sum, one) => sum + one.memory.workingSetSize, 0)))
require(${JSON.stringify(main)})
`

// The same window as Fieldkey's, with nothing in it.
const bareMain = `
const { app, BrowserWindow, screen } = require('electron')
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1180, height: 700, show: false })
  window.once('ready-to-show', () => {
    if (screen.getPrimaryDisplay().workAreaSize.width <= 1366) window.maximize()
    window.show()
  })
  window.loadFile(__dirname + '/empty.html')
})
app.on('window-all-closed', () => app.quit())
`

/**
 * @param {string} folder
 * @param {string} name
 * @param {Readonly<Record<string, string>>} files
 */
function writeApp(folder, name, files) {
  const place = path.join(folder, name)
  mkdirSync(place)
  const manifest = JSON.stringify({ name, version: '0.0.0', main: 'probe.cjs' })
  for (const [file, text] of Object.entries({ ...files, 'package.json': manifest })) {
    writeFileSync(path.join(place, file), text)
  }
  return place
}

/**
 * Writes a bare window and Fieldkey (the bundle in `out/`) below `folder`; each prints `ready` when its window is ready
 * to show, and `memory <KiB of working sets>` when it is sent a line.
 * @param {string} folder
 */
export function writeAppFolders(folder) {
  const bare = path.join(folder, 'bare', 'main.cjs')
  return {
    bare: writeApp(folder, 'bare', {
      'probe.cjs': probe(bare),
      'main.cjs': bareMain,
      'empty.html': '<!doctype html><meta charset="utf-8" /><title>bare</title>',
    }),
    fieldkey: writeApp(folder, 'fieldkey', { 'probe.cjs': probe(path.join(root, 'out/main/index.cjs')) }),
  }
}
