/**
 * Command-line switches that would let somebody who can start Fieldkey, but not change it, look inside or redirect its
 * traffic. No fuse stops these, so main refuses them itself.
 */
const refused = [
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'allow-insecure-localhost',
  'host-rules',
  'host-resolver-rules',
  'proxy-server',
  'proxy-pac-url',
  'js-flags',
  'log-net-log',
  'net-log-capture-mode',
  'enable-logging',
  'log-file',
  'load-extension',
  'disable-web-security',
  'remote-allow-origins',
  'ssl-key-log-file',
  'disable-site-isolation-trials',
  'allow-running-insecure-content',
  'unsafely-treat-insecure-origin-as-secure',
  'no-sandbox',
  'no-zygote',
  'disable-gpu-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-setuid-sandbox',
  'allow-sandbox-debugging',
  'single-process',
  'in-process-gpu',
  'browser-subprocess-path',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'enable-tracing',
  'trace-startup',
  'enable-crash-reporter',
  'auth-negotiate-delegate-allowlist',
  'auth-server-allowlist',
  'cipher-suite-denylist',
  'crash-dumps-dir',
  'disable-extensions-except',
  'disable-popup-blocking',
  'enable-automation',
  'enable-crash-reporter-for-testing',
  'enable-net-benchmarking',
  'explicitly-allowed-ports',
  'gpu-startup-dialog',
  'load-media-router-component-extension',
  'no-proxy-server',
  'ppapi-plugin-launcher',
  'proxy-auto-detect',
  'proxy-bypass-list',
  'quic-host-allowlist',
  'renderer-startup-dialog',
  'test-type',
  'trace-startup-file',
  'trace-startup-format',
  'user-agent',
  'use-fake-device-for-media-stream',
  'use-fake-ui-for-media-stream',
  'utility-startup-dialog',
  'vmodule',
]

/** Where the process stands, as far as it decides what is allowed. */
export interface Standing {
  /** The inspector is on: only the test build's fuse, or a development run, permits that. */
  readonly inspected: boolean
  /** Root on Linux, where Chromium's sandbox cannot work. */
  readonly root: boolean
  readonly has: (name: string) => boolean
}

/** The first switch on this command line that Fieldkey refuses to run with; undefined when there is none. */
export function refusedSwitch({ inspected, root, has }: Standing): string | undefined {
  const debugging = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address']
  const names = [...refused.filter((name) => name !== 'no-sandbox' || !root), ...(inspected ? [] : debugging)]
  return names.find(has)
}
