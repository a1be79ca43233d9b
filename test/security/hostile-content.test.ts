import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { launchApp } from '../support/app'
import { describePackaged } from '../support/packaged-app'
import { temporaryFolder } from '../support/temporary-folder'

/** A server that counts who calls, from anywhere. */
async function startCounter() {
  const asked: string[] = []
  const server = createServer(({ url = '' }, answer) => {
    asked.push(url)
    answer.setHeader('access-control-allow-origin', '*').end('window.ran = true')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

describePackaged('content a server smuggled into the page', () => {
  it('runs no script: inline, in an attribute, by eval, from elsewhere', async () => {
    const { url, asked } = await startCounter()
    const { page } = await launchApp(temporaryFolder())
    const found = await page.evaluate(async (from) => {
      // What a debugger evaluates may use eval; what runs in a task of the page's own may not.
      await new Promise((resolve) => setTimeout(resolve))
      const refused = new Promise((_resolve, reject) => {
        document.addEventListener(
          'securitypolicyviolation',
          ({ blockedURI }) => blockedURI.endsWith('module.js') && reject(new Error(blockedURI)),
        )
      })
      const tries: [string, () => unknown][] = [
        ['markup', () => (document.body.innerHTML += '<img src="x:" onerror="window.ran = true">')],
        ['eval', (): unknown => (0, eval)('window.ran = true')],
        ['function', (): unknown => Reflect.construct(Function, ['window.ran = true'])],
        ['timer', () => setTimeout('window.ran = true' as unknown as () => void)],
        ['source', () => (document.createElement('script').src = `${from}/script.js`)],
        ['text', () => (document.createElement('script').text = 'window.ran = true')],
        ['import', () => Promise.race([import(/* @vite-ignore */ `${from}/module.js`), refused])],
        ['worker', () => new Worker(`${from}/worker.js`)],
        [
          'policy',
          () =>
            (window as unknown as { trustedTypes: { createPolicy(name: string): unknown } }).trustedTypes.createPolicy(
              'mine',
            ),
        ],
      ]
      const done: string[] = []
      for (const [name, act] of tries) {
        try {
          await act()
          done.push(name)
        } catch {
          // Refused, as it should be.
        }
      }
      return { done, ran: 'ran' in window }
    }, url)
    expect(found).toEqual({ done: [], ran: false })
    expect(asked).toEqual([])
  })

  it('runs no inline handler or script of markup that is in the page already', async () => {
    const { page } = await launchApp(temporaryFolder())
    const ran = await page.evaluate(async () => {
      const button = document.createElement('button')
      const trusting = window as unknown as { trustedTypes: { defaultPolicy: unknown } }
      document.body.append(button)
      try {
        button.setAttribute('onclick', 'window.ran = true')
      } catch {
        // Refused by trusted types already.
      }
      button.click()
      await new Promise((resolve) => requestAnimationFrame(resolve))
      return { ran: 'ran' in window, defaultPolicy: trusting.trustedTypes.defaultPolicy }
    })
    expect(ran).toEqual({ ran: false, defaultPolicy: null })
  })

  it('calls nobody: fetch, beacon, socket, picture, style, font, frame', async () => {
    const { url, asked } = await startCounter()
    const { page } = await launchApp(temporaryFolder())
    const done = await page.evaluate(async (from) => {
      const element = (tag: string, attributes: Record<string, string>) =>
        new Promise<boolean>((resolve) => {
          const made = Object.assign(document.createElement(tag), attributes)
          made.addEventListener('load', () => resolve(tag !== 'iframe'))
          made.addEventListener('error', () => resolve(false))
          document.addEventListener('securitypolicyviolation', () => resolve(false))
          document.head.append(made)
        })
      const opened = (socket: EventTarget) =>
        new Promise<boolean>((resolve) => {
          socket.addEventListener('open', () => resolve(true))
          socket.addEventListener('error', () => resolve(false))
        })
      const sure = (promise: Promise<unknown>) =>
        promise.then(
          () => true,
          () => false,
        )
      return {
        fetch: await sure(fetch(`${from}/fetch`)),
        ownFetch: await sure(fetch('/index.html')),
        socket: await opened(new WebSocket(from.replace('http', 'ws'))),
        events: await opened(new EventSource(`${from}/events`)),
        picture: await element('img', { src: `${from}/picture.png` }),
        style: await element('link', { rel: 'stylesheet', href: `${from}/style.css` }),
        frame: await element('iframe', { src: `${from}/frame` }),
        font: await sure(new FontFace('x', `url(${from}/font.woff)`).load()),
        beacon: navigator.sendBeacon(`${from}/beacon`) && false,
      }
    }, url)
    expect(Object.entries(done).filter(([, got]) => got)).toEqual([])
    expect(asked).toEqual([])
  })
})
