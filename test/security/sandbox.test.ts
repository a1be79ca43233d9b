import { expect, it } from 'vitest'
import { canBePlainUser, copyOfApp, describePackaged, startPackaged } from '../support/packaged-app'
import { argumentsOf, procFile, processTree } from '../support/process-tree'

describePackaged('the page’s process', ({ release }) => {
  // Root cannot have Chromium's sandbox: there the test lays root down, which needs the setpriv command.
  it.skipIf(!canBePlainUser)('is filtered by seccomp and can gain no rights', async () => {
    const app = startPackaged(copyOfApp(release).executable, { plainUser: true })
    await app.ready()
    const page = () => processTree(app.pid).find((pid) => argumentsOf(pid).includes('--type=renderer'))
    await expect.poll(() => procFile(page() ?? 0, 'status')).toMatch(/^Seccomp:\s+2$/m)
    const status = procFile(page() ?? 0, 'status')
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m)
    expect(status).toMatch(/^CapEff:\s+0+$/m)
  })
})
