import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { copyOfApp, describePackaged, startPackaged } from '../support/packaged-app'
import { listeningPorts } from '../support/process-tree'
import { temporaryFolder } from '../support/temporary-folder'

/** A script that leaves a trace when anything runs it. */
function trap() {
  const folder = temporaryFolder()
  const trace = path.join(folder, 'it-ran')
  const script = path.join(folder, 'trap.js')
  writeFileSync(script, `require('fs').writeFileSync(${JSON.stringify(trace)}, 'x')`)
  return { script, sprung: () => existsSync(trace) }
}

describePackaged('starting the release', ({ release, test }) => {
  it('does not become a plain Node', async () => {
    const { script, sprung } = trap()
    const app = startPackaged(release, { env: { ELECTRON_RUN_AS_NODE: '1' }, args: [script] })
    await app.ready()
    expect(sprung()).toBe(false)
  })

  it('takes no script out of NODE_OPTIONS', async () => {
    const { script, sprung } = trap()
    const app = startPackaged(release, { env: { NODE_OPTIONS: `--require ${script}` } })
    await app.ready()
    expect(sprung()).toBe(false)
  })

  it('does not load a loose app folder beside its archive', async () => {
    const { script, sprung } = trap()
    const { executable, resources } = copyOfApp(release)
    mkdirSync(path.join(resources, 'app'))
    writeFileSync(path.join(resources, 'app/package.json'), '{"name":"loose","main":"main.js"}')
    writeFileSync(path.join(resources, 'app/main.js'), readFileSync(script))
    const app = startPackaged(executable)
    await app.ready()
    expect(sprung()).toBe(false)
  })

  it.each(['--inspect=0', '--inspect-brk=0', '--inspect-publish-uid=http,stderr'])(
    'opens no port and does not wait for a debugger with %s',
    async (argument) => {
      const app = startPackaged(release, { args: [argument] })
      await app.ready()
      expect(app.output()).not.toContain('Debugger')
      expect(listeningPorts(app.pid)).toEqual([])
    },
  )

  it('opens no port on SIGUSR1: the signal ends it, as it ends any program', async () => {
    const app = startPackaged(release)
    await app.ready()
    process.kill(app.pid, 'SIGUSR1')
    await expect.poll(() => !app.running() || listeningPorts(app.pid).length > 0).toBe(true)
    expect(listeningPorts(app.pid)).toEqual([])
  })

  it('would be seen to listen: the test build with its inspector does', async () => {
    const app = startPackaged(test, { args: ['--inspect=0'] })
    await app.ready()
    expect(listeningPorts(app.pid)).toHaveLength(1)
  })
})
