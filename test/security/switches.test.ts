import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { en } from '../../main/contract/text/en'
import { refusedSwitch } from '../../main/window/switches'
import { canBePlainUser, copyOfApp, describePackaged, startPackaged } from '../support/packaged-app'

const debugging = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address']

/** Written out once more, so that one that is lost from the product's own list is missed here. */
const refused = [
  'allow-insecure-localhost',
  'allow-running-insecure-content',
  'allow-sandbox-debugging',
  'browser-subprocess-path',
  'disable-gpu-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-setuid-sandbox',
  'disable-site-isolation-trials',
  'disable-web-security',
  'enable-crash-reporter',
  'enable-logging',
  'enable-tracing',
  'gpu-launcher',
  'host-resolver-rules',
  'host-rules',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'in-process-gpu',
  'js-flags',
  'load-extension',
  'log-file',
  'log-net-log',
  'net-log-capture-mode',
  'no-zygote',
  'proxy-pac-url',
  'proxy-server',
  'remote-allow-origins',
  'renderer-cmd-prefix',
  'single-process',
  'ssl-key-log-file',
  'trace-startup',
  'unsafely-treat-insecure-origin-as-secure',
  'utility-cmd-prefix',
]

describe('which switches are refused', () => {
  const standing = { inspected: false, root: false, has: () => false }
  const has = (given: string) => (name: string) => name === given

  it.each([...refused, ...debugging])('%s, and without it nothing', (name) => {
    expect(refusedSwitch({ ...standing, has: has(name) })).toBe(name)
    expect(refusedSwitch({ ...standing, root: true, has: has(name) })).toBe(name)
    expect(refusedSwitch(standing)).toBeUndefined()
  })

  it('leaves root alone with no-sandbox, as Chromium cannot do with it there', () => {
    expect(refusedSwitch({ ...standing, has: has('no-sandbox') })).toBe('no-sandbox')
    expect(refusedSwitch({ ...standing, root: true, has: has('no-sandbox') })).toBeUndefined()
  })

  it('lets a debugger in only where the inspector is on already', () => {
    for (const name of debugging) {
      expect(refusedSwitch({ ...standing, inspected: true, has: has(name) })).toBeUndefined()
    }
  })
})

describePackaged('the release refuses to start', ({ release }) => {
  // A value each, for some switches mean nothing without one; none of them would do harm here.
  it.each([...refused, ...debugging])('with --%s', async (name) => {
    const app = startPackaged(release, { args: [`--${name}=0`] })
    expect(await app.ended).toBe('2')
    expect(app.output()).toContain(en.native.switchRefused(name))
    expect(existsSync(`${app.userData}/ledger.db`)).toBe(false)
  })

  it.skipIf(!canBePlainUser)('without its sandbox for anybody but root, by switch or by variable', async () => {
    const { executable } = copyOfApp(release)
    const bySwitch = startPackaged(executable, { plainUser: true, args: ['--no-sandbox'] })
    const byVariable = startPackaged(executable, { plainUser: true, env: { ELECTRON_DISABLE_SANDBOX: '1' } })
    for (const app of [bySwitch, byVariable]) {
      expect(await app.ended).toBe('2')
      expect(app.output()).toContain(en.native.switchRefused('no-sandbox'))
    }
  })
})
