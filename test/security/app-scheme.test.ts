import { describe, expect, it, vi } from 'vitest'
import { fileFor } from '../../main/window/app-scheme'
import { launchApp } from '../support/app'
import { describePackaged } from '../support/packaged-app'
import { temporaryFolder } from '../support/temporary-folder'

vi.mock('electron', () => ({ protocol: {} }))

/** Each would lead out of the folder, or to a file of no known kind, if it were taken at its word. */
const payloads = [
  'app://fieldkey/../main/index.cjs',
  'app://fieldkey/../../package.json',
  'app://fieldkey/%2e%2e/main/index.cjs',
  'app://fieldkey/%2e%2e%2fmain%2findex.cjs',
  'app://fieldkey/..%2fmain/index.cjs',
  'app://fieldkey/..%5cmain%5cindex.cjs',
  'app://fieldkey/..\\main\\index.js',
  'app://fieldkey/%252e%252e/main/index.js',
  'app://fieldkey/....//main/index.js',
  'app://fieldkey/assets/../../preload/index.js',
  'app://fieldkey/assets/%2e%2e/%2e%2e/preload/index.js',
  'app://fieldkey//etc/passwd',
  'app://fieldkey/%2fetc%2fpasswd',
  'app://fieldkey/C:/Windows/win.ini',
  'app://fieldkey/index.html%00.png',
  'app://fieldkey/index.html?x=/../main/index.js',
  'app://fieldkey/index.html#/../main/index.js',
  'app://other/index.html',
  'app://fieldkey@other/index.html',
  'app://fieldkey:80/index.html',
  'app://fieldkey/',
  'app://fieldkey/.inputs',
  'app://fieldkey/index.cjs',
  'file:///etc/passwd.html',
]
/** What Chromium makes the page's own address of, before it asks. */
const harmless = ['app://fieldkey/index.html#/../main/index.js', 'app://fieldkey:80/index.html']

describe('the file of an address', () => {
  it.each(payloads)('%s: none', (url) => {
    expect(fileFor('/app/renderer', url)).toBeUndefined()
  })

  it('is the page, and what lies beside it', () => {
    expect(fileFor('/app/renderer', 'app://fieldkey/index.html')).toBe('/app/renderer/index.html')
    expect(fileFor('/app/renderer', 'app://fieldkey/assets/a-b_1.js')).toBe('/app/renderer/assets/a-b_1.js')
  })
})

describePackaged('app:// in the real app', () => {
  it('answers 404, or nothing at all, to every way out, and to every method but GET', async () => {
    const { electron } = await launchApp(temporaryFolder())
    const answers = await electron.evaluate(
      async ({ session }, urls) => {
        const page = session.fromPartition('fieldkey', { cache: false })
        const ask = (url: string, method = 'GET') =>
          page.fetch(url, { method, bypassCustomProtocolHandlers: false }).then(
            ({ status }) => status,
            () => 0,
          )
        return {
          page: await ask('app://fieldkey/index.html'),
          others: await Promise.all(urls.map(async (url) => `${await ask(url)} ${url}`)),
          methods: await Promise.all(
            ['POST', 'PUT', 'DELETE', 'HEAD'].map((method) => ask('app://fieldkey/index.html', method)),
          ),
        }
      },
      payloads.filter((url) => url.startsWith('app:') && !harmless.includes(url)),
    )
    expect(answers.page).toBe(200)
    expect(answers.others.filter((one) => !/^(404|0) /.test(one))).toEqual([])
    expect(answers.methods.filter((status) => status !== 404)).toEqual([])
  })
})
