import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSettingsFile } from '../../../main/adapters/settings-file'
import { done } from '../../../main/contract/result'
import { practiceSettings } from '../../../main/services/practice-settings'
import { createDesk, type Practice } from '../../../main/services/desk'
import { practiceWorld } from '../../support/practice-world'
import { temporaryFolder } from '../../support/temporary-folder'

const realSettings = () => createSettingsFile({ file: path.join(temporaryFolder(), 'settings.json') })

describe('preferences in practice', () => {
  it('never change the real connection or the keychain’s mark, but the person’s choices', () => {
    const real = realSettings()
    real.update({ currentConnection: 'aaaaaaaaaaaaaaaa', canaryWritten: 'bbbbbbbbbbbbbbbb' })
    const practice = practiceSettings(real)
    expect(practice.read()).toMatchObject({ currentConnection: '', canaryWritten: '' })
    practice.update({ currentConnection: 'cccccccccccccccc', canaryWritten: 'dddddddddddddddd', hideAfter: 30 })
    expect(practice.read()).toMatchObject({ currentConnection: 'cccccccccccccccc', hideAfter: 30 })
    expect(real.read()).toMatchObject({
      currentConnection: 'aaaaaaaaaaaaaaaa',
      canaryWritten: 'bbbbbbbbbbbbbbbb',
      hideAfter: 30,
    })
  })

  it('practice that moved to another port works with the server it has now', async () => {
    const before = await practiceWorld()
    const real = realSettings()
    const first = await before.laptop({ ports: { settings: practiceSettings(real) } })
    first.close()
    const after = await practiceWorld()
    const second = await after.laptop({ folder: first.folder, ports: { settings: practiceSettings(real) } })
    expect(second.workspace.sessions.chosen()?.url).toBe(after.proxy.url)
    expect(await second.begin('pump-1')).toMatchObject({ state: 'minted', active: true })
    expect(real.read().currentConnection).toBe('')
  })
})

describe('the desk', () => {
  it('opens practice once, however often it is asked for at the same time', async () => {
    const world = await practiceWorld()
    const { workspace } = await world.laptop()
    const real = await world.laptop()
    let opened = 0
    const desk = createDesk({
      real: { ok: true, value: real.workspace },
      settings: realSettings(),
      version: '0',
      platform: 'linux',
      trouble: () => undefined,
      onChange: () => undefined,
      openPractice: async () => {
        opened += 1
        await Promise.resolve()
        const practice: Practice = {
          workspace,
          fault: () => undefined,
          plug: () => undefined,
          scan: () => done,
          close: () => Promise.resolve(),
        }
        return { ok: true, value: practice }
      },
    })
    const [a, b] = await Promise.all([desk.startPractice(), desk.startPractice()])
    expect([opened, a.ok, b.ok, desk.view().practice]).toEqual([1, true, true, true])
    await desk.leavePractice(true)
    expect(desk.workspace()).toMatchObject({ value: real.workspace })
  })
})
