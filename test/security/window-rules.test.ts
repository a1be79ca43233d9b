import { beforeEach, describe, expect, it, vi } from 'vitest'
import { channels } from '../../main/contract/channels'
import { answer, isOurPage, registerChannels, type Handlers } from '../../main/ipc/register'
import { openLink } from '../../main/window/links'

type Listener = (event: unknown, raw: unknown) => unknown
const electron = vi.hoisted(() => ({
  openExternal: vi.fn((_url: string) => Promise.resolve()),
  handled: new Map<string, (event: unknown, raw: unknown) => unknown>(),
}))
vi.mock('electron', () => ({
  shell: { openExternal: electron.openExternal },
  ipcMain: { handle: (name: string, listener: Listener) => electron.handled.set(name, listener) },
}))
beforeEach(() => vi.clearAllMocks())

const frame = { routingId: 1, processId: 2, url: 'app://fieldkey/index.html' }
const contents = { id: 7, mainFrame: frame }
const sender = { contents: () => contents as never, origin: 'app://fieldkey' }
const foreign = {
  'another window': { sender: { id: 8 }, senderFrame: frame },
  'a frame inside the page': { sender: contents, senderFrame: { ...frame, routingId: 9 } },
  'a frame in another process': { sender: contents, senderFrame: { ...frame, processId: 9 } },
  'a frame that is gone': { sender: contents, senderFrame: null },
  'the page after it went to the web': {
    sender: contents,
    senderFrame: { ...frame, url: 'https://fieldkey/index.html' },
  },
  'an origin that only begins like ours': { sender: contents, senderFrame: { ...frame, url: 'app://fieldkey.evil/' } },
  'a blank page': { sender: contents, senderFrame: { ...frame, url: 'about:blank' } },
}

describe('who may ask', () => {
  it('is the main frame of our page', () => {
    expect(isOurPage({ sender: contents, senderFrame: frame } as never, sender)).toBe(true)
    expect(isOurPage({ sender: contents, senderFrame: frame } as never, { ...sender, contents: () => undefined })).toBe(
      false,
    )
  })

  it.each(Object.entries(foreign))('is not %s, on any channel', async (_who, event) => {
    const touched = vi.fn()
    const handlers = Object.fromEntries(Object.keys(channels).map((name) => [name, touched])) as unknown as Handlers
    registerChannels(handlers, sender, () => 'REPORT')
    expect([...electron.handled.keys()].sort()).toEqual(
      Object.keys(channels)
        .map((name) => `fieldkey:${name}`)
        .sort(),
    )
    for (const listener of electron.handled.values()) {
      expect(await listener(event, undefined)).toMatchObject({ ok: false, failure: { code: 'internal' } })
    }
    expect(touched).not.toHaveBeenCalled()
  })
})

describe('the browser', () => {
  const { to } = channels['link.open'].entries

  it('is opened on fixed addresses only, all of them https', () => {
    for (const name of to.options) openLink(name)
    const opened = electron.openExternal.mock.calls.map(([url]) => new URL(url))
    expect(opened).toHaveLength(to.options.length)
    expect(opened.filter(({ protocol, username, search }) => protocol !== 'https:' || username || search)).toEqual([])
  })

  it.each(['https://fieldkey.invalid/', 'file:///etc/passwd', 'javascript:alert(1)', '__proto__', 'toString', ''])(
    'is not opened on %s',
    async (name) => {
      const handlers = { 'link.open': (request: { to: never }) => openLink(request.to) } as unknown as Handlers
      expect(await answer('link.open', handlers, { to: name }, () => 'REPORT')).toMatchObject({ ok: false })
      expect(electron.openExternal).not.toHaveBeenCalled()
    },
  )
})
