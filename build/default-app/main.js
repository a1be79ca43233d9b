// Stands in for Electron's own default_app, which the fallback runtime lacks: loads the folder named on the command line.
const { app } = require('electron')
const { readFileSync } = require('node:fs')
const { _load } = require('node:module')
const path = require('node:path')

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (folder === undefined) {
  console.error('usage: electron APP_FOLDER')
  app.exit(2)
} else {
  const appPath = path.resolve(folder)
  const manifest = JSON.parse(readFileSync(path.join(appPath, 'package.json'), 'utf8'))
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
  app.setName(manifest.productName ?? manifest.name)
  app.setVersion(manifest.version ?? '0.0.0')
  app.setAppPath(appPath)
  _load(path.join(appPath, manifest.main), module, true)
}
