// npm run package / package:test / dist.   node build/package.mjs [--test | --installers]
import path from 'node:path'
import { bundle } from './bundle.mjs'
import { ensureNodePackages } from './node-packages.mjs'
import { createProgress } from './progress.mjs'
import { Plain, requireNode, root, runScript } from './project.mjs'
import { ensureRuntime } from './runtime.mjs'

await runScript(async () => {
  requireNode()
  const progress = createProgress('package')
  const installers = process.argv.includes('--installers')
  const inspector = process.argv.includes('--test')
  await ensureNodePackages(progress)
  const runtime = await ensureRuntime(progress)
  if (installers && runtime.kind !== 'official') {
    throw new Plain(
      `Installers are made from the official Electron only; this is the ${runtime.kind} runtime ${runtime.version}.`,
    )
  }
  await progress.during('bundling', () => bundle())
  const { packageApp } = await import('./package-app.mjs')
  const output = inspector ? 'dist/test' : 'dist'
  const executable = await progress.during('packaging', () => packageApp(runtime, { inspector, output, installers }))
  progress.say(`made ${path.relative(root, executable)} on Electron ${runtime.version} (${runtime.kind})`)
  return 0
})
