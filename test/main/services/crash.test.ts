import { describe, expect, it } from 'vitest'
import { isOver } from '../../../main/domain/handover'
import type { Ports } from '../../../main/services/workspace'
import { createMortalLaptop } from '../../support/mortal-laptop'
import { practiceWorld, type PracticeWorld } from '../../support/practice-world'
import { handedOver, writeAs } from '../../support/replacing'

/** Hands one device over and dies at step `n`; answers how many steps there were, and what is left. */
async function dieAt(world: PracticeWorld, n: number, delivery: 'qr' | 'usb') {
  const mortal = createMortalLaptop()
  const { folder, vault } = mortal
  const { ledger, network } = mortal.ports
  const laptop = await world.laptop({ folder, vault, ports: { ledger, network } })
  const device = `${delivery}-${String(n)}`
  mortal.dieAfter(n)
  const whole = async () => {
    const begun = await laptop.workspace.handovers.start({
      device,
      ...laptop.request,
      delivery,
      port: 'practice-device',
    })
    if (!begun.ok || begun.value.kind !== 'started') return
    const { id } = begun.value.handover
    if (delivery === 'usb') await laptop.seen(id, ({ active, activity }) => active && activity === 'idle')
    await laptop.workspace.handovers.show(id)
    laptop.workspace.handovers.scanned(id)
    laptop.workspace.handovers.works(id)
  }
  const finished = whole()
  await Promise.race([finished, mortal.death])
  laptop.close()
  return { device, folder, vault, steps: mortal.steps() }
}

describe.each(['qr', 'usb'] as const)('a crash while handing over by %s', (delivery) => {
  it('at any step leaves nothing lost and nothing orphaned, and it can be finished or undone', async () => {
    const world = await practiceWorld()
    const { steps } = await dieAt(world, 1000, delivery)
    expect(steps).toBeGreaterThan(20)
    for (let n = 1; n <= steps; n += 1) {
      const { device, folder, vault } = await dieAt(world, n, delivery)
      const next = world.run({ folder, vault })
      const [story] = next.workspace.board.stories()
      const [connection] = next.workspace.ledger.connections()
      const sweep = async () => {
        expect((await next.workspace.settle.sweep(connection?.id ?? '')).ok).toBe(true)
        const rows = await world.rows(device)
        // The probe belongs to no sweep: it follows an activation in its own time.
        const stories = next.workspace.board.stories().map(({ intent, now, events }) => {
          const kinds = events.map(({ event }) => event.kind).filter((kind) => kind !== 'probed')
          return { device: intent.device, state: now.state, active: now.active, kinds }
        })
        return { stories, rows: rows.map(({ id, status }) => [id, status]) }
      }
      const settled = await sweep()
      // A POST that surely never happened stays unsure: one look is no proof.
      const quiet = settled.stories.every(({ state }) => state !== 'asked' || settled.rows.length === 0)
      expect([n, quiet, await brokenFor(world, next, device)]).toEqual([n, true, []])
      expect([n, await sweep()]).toEqual([n, settled])

      const id = story?.intent.id ?? ''
      const now = () => next.workspace.board.story(id)?.now
      const standing = now()
      if (standing && !isOver(standing) && standing.state === 'minted' && n % 2 === 0) {
        await next.workspace.handovers.resume({ id, delivery: 'qr' })
        expect([n, (await next.workspace.handovers.show(id)).ok]).toEqual([n, true])
        next.workspace.handovers.scanned(id)
        expect([n, next.workspace.handovers.works(id)]).toMatchObject([
          n,
          { value: { state: 'confirmed', active: true } },
        ])
      } else if (standing && !isOver(standing)) {
        await next.workspace.handovers.cancel(id)
        expect([n, now()?.state, await world.rows(device)]).toEqual([n, 'revoked', []])
      }
      expect([n, await brokenFor(world, next, device)]).toEqual([n, []])
      next.close()
    }
  }, 120_000)
})

/** Hands `device` a new token in place of an old one, and dies at step `n` after the decision to replace it. */
async function dieReplacing(world: PracticeWorld, n: number, delivery: 'qr' | 'usb', back: boolean) {
  const mortal = createMortalLaptop()
  const { folder, vault } = mortal
  const { ledger, network } = mortal.ports
  const laptop = await world.laptop({ folder, vault, ports: { ledger, network } })
  const device = `new-${delivery}-${String(n)}`
  const old = await handedOver(laptop, device)
  mortal.dieAfter(n)
  const whole = async () => {
    const request = { device, ...laptop.request, delivery, port: 'practice-device', replaces: [old.authId] }
    const begun = await laptop.workspace.handovers.start(request)
    if (!begun.ok || begun.value.kind !== 'started') return
    const { id } = begun.value.handover
    if (delivery === 'usb') await laptop.seen(id, ({ active, activity }) => active && activity === 'idle')
    await laptop.workspace.handovers.show(id)
    laptop.workspace.handovers.scanned(id)
    await laptop.seen(id, ({ old: now }) => now === 'off')
    if (back) await laptop.workspace.replacements.goBack(id)
    else await laptop.workspace.replacements.endOld(id)
  }
  await Promise.race([whole(), mortal.death])
  laptop.close()
  return { device, old, folder, vault, steps: mortal.steps() }
}

describe.each([
  ['qr', 'and going back', true],
  ['qr', 'and deleting the old one', false],
  ['usb', 'and deleting the old one', false],
] as const)('a crash while replacing by %s %s', (delivery, _what, back) => {
  it('at any step leaves one live token once it is finished or undone', async () => {
    const world = await practiceWorld()
    const { steps } = await dieReplacing(world, 1000, delivery, back)
    expect(steps).toBeGreaterThan(20)
    for (let n = 1; n <= steps; n += 1) {
      const { device, old, folder, vault } = await dieReplacing(world, n, delivery, back)
      const next = world.run({ folder, vault })
      const [connection] = next.workspace.ledger.connections()
      const sweep = async () => {
        expect([n, await next.workspace.settle.sweep(connection?.id ?? '')]).toMatchObject([n, { ok: true }])
        const stories = next.workspace.board.stories().map(({ now }) => ({ ...now, steps: 0, changedAt: 0, probed: 0 }))
        return { stories, rows: (await world.rows(device)).map(({ id, status }) => [id, status]) }
      }
      await sweep()
      // A POST that surely never happened stays unsure: one look is no proof.
      const fresh = next.workspace.board.stories().find(({ intent }) => intent.replaces)
      const now = () => (fresh ? next.workspace.board.story(fresh.intent.id)?.now : undefined)
      const id = fresh?.intent.id ?? ''
      if (now()?.state === 'minted' && n % 2 === 0) {
        await next.workspace.handovers.resume({ id, delivery: 'qr' })
        expect([n, (await next.workspace.handovers.show(id)).ok]).toEqual([n, true])
        next.workspace.handovers.scanned(id)
        await next.event((one) => one.kind === 'handover' && one.handover.id === id && one.handover.old === 'off')
      } else if (now()?.state === 'minted' || now()?.state === 'asked') {
        await next.workspace.handovers.cancel(id)
        expect([n, await writeAs(world, old.token, device)]).toEqual([n, 204])
      }
      const settled = await sweep()
      expect([n, await brokenFor(world, next, device)]).toEqual([n, []])
      const live = settled.rows.filter(([, status]) => status === 'active')
      expect([n, live.length]).toEqual([n, 1])
      expect([n, await sweep()]).toEqual([n, settled])
      next.close()
    }
  }, 120_000)
})

async function brokenFor(world: PracticeWorld, run: { readonly ports: Ports }, device: string) {
  return (await world.broken(run)).filter((said) => said.includes(`${device} `) || said.endsWith(device))
}
