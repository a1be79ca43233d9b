import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { launchApp } from '../support/app'
import { describePackaged } from '../support/packaged-app'
import { temporaryFolder } from '../support/temporary-folder'

const elsewhere = 'https://fieldkey.invalid/'

/** Ways out of the page, each tried by the page itself. */
const ways: Readonly<Record<string, (to: string) => unknown>> = {
  'the address': (to) => (location.href = to),
  replacing: (to) => location.replace(to),
  'a link': (to) => Object.assign(document.createElement('a'), { href: to }).click(),
  'a form': (to) => {
    const form = Object.assign(document.createElement('form'), { action: to, method: 'post' })
    document.body.append(form)
    form.submit()
  },
  'a refresh': (to) => {
    const meta = Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: `0;url=${to}` })
    document.head.append(meta)
  },
  'a frame': (to) => document.body.append(Object.assign(document.createElement('iframe'), { src: to })),
  'a window': (to) => window.open(to),
  'a link to a new window': (to) =>
    Object.assign(document.createElement('a'), { href: to, target: '_blank', rel: 'opener' }).click(),
  'a webview': (to) => document.body.append(Object.assign(document.createElement('webview'), { src: to })),
  'an object': (to) => document.body.append(Object.assign(document.createElement('object'), { data: to })),
  'a download': (to) => Object.assign(document.createElement('a'), { href: to, download: 'x' }).click(),
}

describePackaged('the page stays the page', () => {
  it.each(Object.keys(ways))('with %s', async (way) => {
    const { electron, page } = await launchApp(temporaryFolder())
    await electron.evaluate(({ app, session }) => {
      const events: string[] = []
      Object.assign(globalThis, { fieldkeyWent: events })
      app.on('web-contents-created', (_event, contents) => events.push(`made ${contents.getType()}`))
      for (const one of [session.fromPartition('fieldkey', { cache: false }), session.defaultSession]) {
        one.webRequest.onBeforeRequest(({ url }, decide) => {
          if (!url.startsWith('app://fieldkey/')) events.push(`asked ${url}`)
          decide({})
        })
      }
    })
    for (const to of [elsewhere, 'file:///etc/hostname', 'app://fieldkey/assets/none.html', 'data:text/html,x']) {
      await page.evaluate(`(${String(ways[way])})(${JSON.stringify(to)})`).catch(() => undefined)
    }
    // A navigation that was let through would have begun by the time a task and a frame later.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 200))))
    expect(page.url()).toBe('app://fieldkey/index.html')
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    const went = await electron.evaluate(() => (globalThis as unknown as { fieldkeyWent: string[] }).fieldkeyWent)
    expect(went).toEqual([])
    expect(electron.windows()).toHaveLength(1)
  })

  it('with a file dropped onto it', async () => {
    const folder = temporaryFolder()
    const file = path.join(folder, 'dropped.html')
    writeFileSync(file, '<h1>Dropped</h1>')
    const { electron, page } = await launchApp(path.join(folder, 'user-data'))
    const cdp = await page.context().newCDPSession(page)
    for (const items of [[], [{ mimeType: 'text/uri-list', data: elsewhere }]]) {
      const data = { items, files: items.length > 0 ? [] : [file], dragOperationsMask: 1 }
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await cdp.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data })
      }
    }
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 200))))
    expect(page.url()).toBe('app://fieldkey/index.html')
    expect(electron.windows()).toHaveLength(1)
  })
})
