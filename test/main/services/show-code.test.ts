import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../support/fake-clock'
import { practiceWorld } from '../../support/practice-world'

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
