import { isOver } from '../../main/domain/handover'
import type { FakeClock } from './fake-clock'
import type { TestLaptop } from './model-laptop'

/** How long to wait for what is late, and how often to look before the laptops start again. */
export interface Patience {
  readonly late: number
  readonly looks: number
}

/** Nothing is in the way any more, and the technicians finish or undo what they began. */
export async function quieten(
  clock: FakeClock,
  laptops: readonly Omit<TestLaptop, 'connect'>[],
  { late, looks }: Patience,
) {
  await clock.advance(late)
  for (let turn = 0; turn < 2; turn += 1) {
    for (const laptop of laptops) {
      for (let look = 0; look < looks; look += 1) {
        await clock.finish(laptop.sweep())
        await clock.advance(130_000)
      }
      const { handovers } = laptop.workspace()
      for (const { intent, now } of laptop.stories()) {
        if (isOver(now) || now.revoking || now.state === 'asked') continue
        await clock.finish(handovers.resume({ id: intent.id, delivery: 'qr' }))
        await clock.advance(1000)
        if (laptop.store.stories.get(intent.id)?.now.state !== 'minted') continue
        const shown = await clock.finish(handovers.show(intent.id))
        if (shown.ok) handovers.scanned(intent.id)
      }
      laptop.crash()
      await clock.advance(1000)
    }
  }
  for (const laptop of laptops) await clock.finish(laptop.sweep())
  await clock.advance(1000)
}
