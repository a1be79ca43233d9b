import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLog } from '../../../main/adapters/log-file'
import { createDesk } from '../../../main/services/desk'
import { createSupportReport } from '../../../main/services/support-report'
import { ok } from '../../../main/contract/result'
import { createFakeClock } from '../../support/fake-clock'
import { practiceWorld } from '../../support/practice-world'

async function supported() {
  const world = await practiceWorld()
  const clock = createFakeClock(Date.now())
  const clipboard = {
    text: 'mine',
    read: () => Promise.resolve(clipboard.text),
    write: (text: string) => {
      clipboard.text = text
    },
    clear: () => {
      clipboard.text = ''
    },
  }
  const laptop = await world.laptop({ ports: { clock, clipboard } })
  const { id } = await laptop.begin('pump-1')
  return { world, clock, clipboard, id, ...laptop }
}

describe('copying settings', () => {
  it('is refused until the person allows it, and without a code on the screen', async () => {
    const { workspace, ports, clipboard, id } = await supported()
    await workspace.handovers.show(id)
    expect(workspace.copySettings()).toMatchObject({ failure: { code: 'cancelled' } })
    ports.settings.update({ allowCopying: true })
    workspace.code.hide('asked')
    expect(workspace.copySettings()).toMatchObject({ failure: { code: 'cancelled' } })
    expect(clipboard.text).toBe('mine')
  })

  it('leaves the clipboard after 30 seconds unless something else is on it', async () => {
    const { workspace, ports, clipboard, clock, id } = await supported()
    ports.settings.update({ allowCopying: true })
    await workspace.handovers.show(id)
    const payload = workspace.code.payload()
    expect(workspace.copySettings()).toEqual({ ok: true })
    expect(clipboard.text).toBe(payload)
    await clock.advance(29_999)
    expect(clipboard.text).toBe(payload)
    await clock.advance(1)
    expect(clipboard.text).toBe('')
    workspace.copySettings()
    clipboard.text = 'something else'
    await clock.advance(30_000)
    expect(clipboard.text).toBe('something else')
  })

  it('leaves the clipboard 30 seconds after the last time it was copied', async () => {
    const { workspace, ports, clipboard, clock, id } = await supported()
    ports.settings.update({ allowCopying: true, hideAfter: 120 })
    await workspace.handovers.show(id)
    workspace.copySettings()
    await clock.advance(20_000)
    workspace.copySettings()
    await clock.advance(29_999)
    expect(clipboard.text).toBe(workspace.code.payload())
    await clock.advance(1)
    expect(clipboard.text).toBe('')
  })
})

describe('the report for support', () => {
  it('tells versions, server, settings, counts and the log, and neither admin nor device token', async () => {
    const { world, workspace, ports, clock, id, folder } = await supported()
    await workspace.handovers.show(id)
    const payload = workspace.code.payload() ?? ''
    const { token } = JSON.parse(payload) as { token: string }
    const log = createLog({ folder: path.join(folder, 'logs'), clock, random: ports.random })
    log.info('opened', { n: 3 })
    const { settings } = ports
    const desk = createDesk({
      real: ok(workspace),
      openPractice: () => Promise.reject(new Error('not here')),
      settings,
      version: '1.2.3',
      platform: 'linux',
      trouble: () => ({ code: 'keychain.locked', params: {} }),
      onChange: () => undefined,
    })
    // Even a log that somebody else wrote a token into does not carry it away.
    const spoilt = { last: (n: number) => [...log.last(n), payload, `Token ${world.server.adminToken}`] }
    const report = createSupportReport({ desk, settings, log: spoilt, clock, system: { electron: '25.1.1' } })()
    for (const told of [
      'Fieldkey 1.2.3',
      'electron: "25.1.1"',
      `host: "${new URL(world.proxy.url).host}"`,
      'kind: "oss2"',
      'hideAfter: 60',
      'minted: 1',
      'keychain.locked: 1',
      'info "opened" {"n":3}',
    ])
      expect(report).toContain(told)
    expect(token).toMatch(/^[A-Za-z0-9_-]{86}==$/)
    expect(report).not.toContain(token)
    expect(report).not.toContain(world.server.adminToken)
    expect(report).not.toMatch(/[A-Za-z0-9_-]{86}/)
  })
})
