import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../support/fake-clock'
import { down, isSwitch, practiceWorld } from '../../support/practice-world'

async function screenLaptop() {
  const world = await practiceWorld()
  const clock = createFakeClock(Date.now())
  const covered: boolean[] = []
  let awake = 0
  const power = {
    onAway: () => undefined,
    onBack: () => undefined,
    keepDisplayOn: () => {
      awake += 1
      return () => {
        awake -= 1
      }
    },
  }
  const front = { behind: false }
  const screen = { protect: (on: boolean) => covered.push(on), isCovered: () => front.behind }
  const laptop = await world.laptop({ ports: { clock, power, screen } })
  const hidden = () =>
    laptop.events.flatMap((one) => (one.kind === 'code-hidden' ? [`${one.handover} ${one.reason}`] : []))
  return { world, clock, covered, front, awake: () => awake, hidden, ...laptop }
}

describe('the code on the screen', () => {
  it('does not come up while another window is in front', async () => {
    const { begin, workspace, front } = await screenLaptop()
    const { id } = await begin('pump-1')
    front.behind = true
    expect(await workspace.handovers.show(id)).toMatchObject({ ok: false, failure: { code: 'cancelled' } })
    expect(workspace.code.payload()).toBeUndefined()
    front.behind = false
    expect((await workspace.handovers.show(id)).ok).toBe(true)
  })

  it.each(['page', 'lock'] as const)('does not come up for who is gone before it is drawn: %s', async (reason) => {
    const { begin, workspace, covered, awake } = await screenLaptop()
    const { id } = await begin('pump-1')
    const asked = workspace.handovers.show(id)
    workspace.code.hide(reason)
    expect(await asked).toMatchObject({ ok: false, failure: { code: 'cancelled' } })
    expect([workspace.code.payload(), covered, awake()]).toEqual([undefined, [], 0])
    expect((await workspace.handovers.show(id)).ok).toBe(true)
  })

  it.each([15, 30, 60, 120] as const)('goes by itself after %i seconds', async (hideAfter) => {
    const { begin, workspace, clock, ports, hidden, covered, awake } = await screenLaptop()
    ports.settings.update({ hideAfter })
    const { id } = await begin('pump-1')
    expect(await workspace.handovers.show(id)).toMatchObject({ value: { hidesIn: hideAfter * 1000 } })
    expect([covered, awake()]).toEqual([[true], 1])
    await clock.advance(hideAfter * 1000 - 1)
    expect(hidden()).toEqual([])
    await clock.advance(1)
    expect(hidden()).toEqual([`${id} time`])
    expect(workspace.code.payload()).toBeUndefined()
    expect([covered, awake()]).toEqual([[true, false], 0])
  })

  it('is taken away for every reason, once', async () => {
    const { begin, workspace, hidden, awake, clock } = await screenLaptop()
    const { id } = await begin('pump-1')
    for (const reason of ['asked', 'blur', 'minimise', 'lock', 'display', 'page'] as const) {
      await workspace.handovers.show(id)
      workspace.code.hide(reason)
      workspace.code.hide('blur')
      expect([hidden().at(-1), workspace.code.payload(), awake()]).toEqual([`${id} ${reason}`, undefined, 0])
    }
    expect(hidden()).toHaveLength(6)
    await clock.advance(300_000)
    expect(hidden()).toHaveLength(6)
  })

  it('that never came up was not scanned, whoever says so', async () => {
    const world = await practiceWorld()
    const laptop = await world.laptop()
    world.proxy.decide((one) => (isSwitch(one) ? down : 'pass'))
    const { id } = await laptop.begin('pump-1')
    for (const say of [laptop.workspace.handovers.scanned, laptop.workspace.handovers.works]) say(id)
    expect(laptop.view(id)).toMatchObject({ state: 'minted', active: false })
    expect(laptop.steps(id)).not.toContain('delivered')
  })

  it('a second code replaces the first, with a countdown of its own', async () => {
    const { begin, workspace, hidden, awake, clock } = await screenLaptop()
    const [a, b] = [await begin('pump-1'), await begin('pump-2')]
    await workspace.handovers.show(a.id)
    await clock.advance(59_000)
    await workspace.handovers.show(b.id)
    expect([hidden(), awake()]).toEqual([[`${a.id} next`], 1])
    await clock.advance(2000)
    expect(workspace.code.payload()).toContain('"device":"pump-2"')
    workspace.code.hideIf(a.id, 'asked')
    expect(workspace.code.payload()).toBeDefined()
  })

  it('can be shown again until the device is confirmed; then the token is gone from the disk', async () => {
    const { begin, workspace, ports, view } = await screenLaptop()
    const { id } = await begin('pump-1')
    await workspace.handovers.show(id)
    workspace.handovers.scanned(id)
    expect((await workspace.handovers.show(id)).ok).toBe(true)
    expect(view(id)).toMatchObject({ state: 'delivered', timesShown: 2 })
    workspace.handovers.works(id)
    expect(workspace.code.payload()).toBeUndefined()
    expect(ports.ledger.sealed(id)).toEqual({ ok: true, value: undefined })
    expect(await workspace.handovers.show(id)).toMatchObject({ ok: false, failure: { code: 'token.gone' } })
  })

  it('is not drawn for what was confirmed while the keychain was asked', async () => {
    const { begin, workspace } = await screenLaptop()
    const { id } = await begin('pump-1')
    await workspace.handovers.show(id)
    workspace.handovers.scanned(id)
    const showing = workspace.handovers.show(id)
    workspace.handovers.works(id)
    expect(await showing).toMatchObject({ ok: false, failure: { code: 'token.gone' } })
    expect(workspace.code.payload()).toBeUndefined()
  })

  it('goes with the workspace', async () => {
    const { begin, workspace, close, hidden } = await screenLaptop()
    const { id } = await begin('pump-1')
    await workspace.handovers.show(id)
    close()
    expect(hidden()).toEqual([`${id} page`])
  })
})

describe('what the code holds', () => {
  it('follows the choice at the moment it is shown, also of a code drawn ahead or on the screen', async () => {
    const { begin, workspace, ports, hidden, covered } = await screenLaptop()
    const { id } = await begin('pump-1')
    ports.settings.update({ codeContent: 'connection' })
    expect(await workspace.handovers.show(id)).toMatchObject({ value: { content: { content: 'connection' } } })
    expect(workspace.code.payload()).toMatch(/^http.*\?org=.*&bucket=.*&token=/)
    ports.settings.update({ codeContent: 'json', smallCamera: true })
    const shown = await workspace.handovers.show(id)
    expect(shown.ok && shown.value.parts.map(({ sturdy }) => sturdy.size)).toEqual([33, 33, 33, 33])
    expect(workspace.code.payload()).toContain('"device":"pump-1"')
    // The page has the new one from the answer: it is not told that the old one went.
    expect([hidden(), covered]).toEqual([[], [true, false, true]])
  })

  it('has a denser symbol beside the sturdy one where that is smaller', async () => {
    const { begin, workspace } = await screenLaptop()
    const { id } = await begin('pump-1')
    const shown = await workspace.handovers.show(id)
    const [part] = shown.ok ? shown.value.parts : []
    expect([part?.sturdy.size, part?.dense?.size]).toEqual([57, 53])
  })

  it('is what the file of the device type says, and nothing once the file is gone', async () => {
    const { begin, workspace, ports, folder } = await screenLaptop()
    const file = path.join(folder, 'device-types', 'acme.json')
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify({ v: 1, name: 'Acme', template: 'A;{device};{token}', escape: 'none' }))
    ports.settings.update({ codeContent: 'type:acme' })
    expect(workspace.contents.types()).toEqual({ types: [{ id: 'acme', name: 'Acme' }], refused: [] })
    const { id } = await begin('pump-1')
    expect(await workspace.handovers.show(id)).toMatchObject({ value: { content: { content: 'type', name: 'Acme' } } })
    expect(workspace.code.payload()).toMatch(/^A;pump-1;/)
    rmSync(file)
    expect(await workspace.handovers.show(id)).toMatchObject({
      failure: { code: 'qr.type-missing', params: { file: 'acme.json' } },
    })
  })
})
