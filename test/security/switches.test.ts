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
  'auth-negotiate-delegate-allowlist',
  'auth-server-allowlist',
  'browser-subprocess-path',
  'cipher-suite-denylist',
  'crash-dumps-dir',
  'disable-extensions-except',
  'disable-gpu-sandbox',
  'disable-namespace-sandbox',
  'disable-popup-blocking',
  'disable-seccomp-filter-sandbox',
  'disable-setuid-sandbox',
  'disable-site-isolation-trials',
  'disable-web-security',
  'enable-automation',
  'enable-crash-reporter',
  'enable-crash-reporter-for-testing',
  'enable-logging',
  'enable-net-benchmarking',
  'enable-tracing',
  'explicitly-allowed-ports',
  'gpu-launcher',
  'gpu-startup-dialog',
  'host-resolver-rules',
  'host-rules',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'in-process-gpu',
  'js-flags',
  'load-extension',
  'load-media-router-component-extension',
  'log-file',
  'log-net-log',
  'net-log-capture-mode',
  'no-proxy-server',
  'no-zygote',
  'ppapi-plugin-launcher',
  'proxy-auto-detect',
  'proxy-bypass-list',
  'proxy-pac-url',
  'proxy-server',
  'quic-host-allowlist',
  'remote-allow-origins',
  'renderer-cmd-prefix',
  'renderer-startup-dialog',
  'single-process',
  'ssl-key-log-file',
  'test-type',
  'trace-startup',
  'trace-startup-file',
  'trace-startup-format',
  'unsafely-treat-insecure-origin-as-secure',
  'use-fake-device-for-media-stream',
  'use-fake-ui-for-media-stream',
  'user-agent',
  'utility-cmd-prefix',
  'utility-startup-dialog',
  'vmodule',
]

describe('which switches are refused', () => {
  it('are sixty and more, each of them once', () => {
    expect(new Set([...refused, ...debugging]).size).toBe(refused.length + debugging.length)
    expect(refused.length + debugging.length).toBeGreaterThanOrEqual(60)
  })

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
