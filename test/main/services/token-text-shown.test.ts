import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../support/fake-clock'
import { practiceWorld } from '../../support/practice-world'

async function bench() {
  const world = await practiceWorld()
  const clock = createFakeClock(Date.now())
  const covered: boolean[] = []
  const front = { behind: false }
  const screen = { protect: (on: boolean) => covered.push(on), isCovered: () => front.behind }
  const laptop = await world.laptop({ ports: { clock, screen } })
  const { tokens } = laptop.workspace
  const made = await tokens.create({ kind: 'all-access', description: 'office' })
  if (!made.ok || made.value.kind !== 'created') throw new Error(JSON.stringify(made))
  const { secret } = made.value
  const hidden = () => laptop.events.flatMap((one) => (one.kind === 'text-hidden' ? one.reason : []))
  return { world, clock, covered, front, secret, hidden, show: () => tokens.text(secret, 'show'), tokens, ...laptop }
}
const gone = { ok: false, failure: { code: 'token.forgotten' } }

describe('the text of a new token on the screen', () => {
  it('keeps the window out of captures for as long', async () => {
    const { show, tokens, secret, covered, hidden } = await bench()
    expect(covered).toEqual([])
    expect(show()).toMatchObject({ ok: true })
    expect(covered).toEqual([true])
    tokens.text(secret, 'hide')
    // The page knows by itself.
    expect([covered, hidden()]).toEqual([[true, false], []])
  })

  it.each(['lock', 'minimise', 'display', 'blur'] as const)(
    'is taken away as a code is, once, and comes back when asked for: %s',
    async (reason) => {
      const { show, workspace, covered, hidden } = await bench()
      workspace.hide(reason)
      show()
      workspace.hide(reason)
      workspace.hide(reason)
      expect([covered, hidden()]).toEqual([[true, false], [reason]])
      expect(show()).toMatchObject({ ok: true })
      expect(covered.at(-1)).toBe(true)
    },
  )

  it.each([15, 120] as const)('goes by itself after %i seconds, counted anew each time', async (hideAfter) => {
    const { show, ports, clock, covered, hidden } = await bench()
    ports.settings.update({ hideAfter })
    show()
    await clock.advance(hideAfter * 1000 - 1)
    show()
    await clock.advance(hideAfter * 1000 - 1)
    expect(hidden()).toEqual([])
    await clock.advance(1)
    expect([hidden(), covered.at(-1)]).toEqual([['time'], false])
  })

  it('is not shown while another window is in front, and then not taken either', async () => {
    const { show, front, covered, world, secret, tokens } = await bench()
    front.behind = true
    expect(show()).toMatchObject({ ok: false, failure: { code: 'cancelled' } })
    expect(covered).toEqual([])
    await tokens.letGo(secret, false)
    expect(await world.rows()).toEqual([])
  })

  it.each(['let go', 'the page gone', 'ten minutes over', 'the end'] as const)(
    'goes with its text: %s',
    async (way) => {
      const { show, tokens, secret, workspace, ports, clock, covered, close } = await bench()
      ports.settings.update({ hideAfter: 120 })
      if (way === 'ten minutes over') await clock.advance(10 * 60_000 - 1000)
      show()
      if (way === 'let go') await tokens.letGo(secret, false)
      else if (way === 'the page gone') workspace.hide('page')
      else if (way === 'ten minutes over') await clock.advance(1000)
      else close()
      expect(covered).toEqual([true, false])
      if (way !== 'the end') expect(show()).toMatchObject(gone)
    },
  )

  it('and a code beside it: the window is in captures again only when both are gone', async () => {
    const { show, begin, workspace, tokens, secret, covered } = await bench()
    const { id } = await begin('pump-1')
    await workspace.handovers.show(id)
    show()
    workspace.code.hide('asked')
    expect(covered).toEqual([true])
    tokens.text(secret, 'hide')
    expect(covered).toEqual([true, false])
  })
})
