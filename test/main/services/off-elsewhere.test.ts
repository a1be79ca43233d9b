import { describe, expect, it } from 'vitest'
import type { InfluxNetwork } from '../../../main/ports/influx'
import { eagerNetwork, practiceWorld } from '../../support/practice-world'

/** A laptop whose lists come in only after `meanwhile`, with a token that its device has; switched off from elsewhere. */
async function withTokenOff() {
  const network = eagerNetwork()
  const meanwhile = { run: (): Promise<unknown> => Promise.resolve() }
  const slow: InfluxNetwork = {
    ...network,
    client: (...parts) => {
      const influx = network.client(...parts)
      const authorizations: typeof influx.authorizations = async (...asked) => {
        const rows = await influx.authorizations(...asked)
        await meanwhile.run()
        return rows
      }
      return { ...influx, authorizations }
    },
  }
  const world = await practiceWorld()
  const laptop = await world.laptop({ ports: { network: slow } })
  const { id, authId = '' } = await laptop.begin('pump-1')
  const shown = await laptop.workspace.handovers.show(id)
  if (!shown.ok) throw new Error(shown.failure.code)
  await world.operator.setStatus(authId, 'inactive')
  return { ...laptop, world, id, authId, meanwhile }
}

describe('a token that was switched off elsewhere', () => {
  it('is noted as off by the next look, its code leaves the screen, and none is drawn of it', async () => {
    const { workspace, id, sweep, steps, view, world, ...laptop } = await withTokenOff()
    expect(workspace.code.payload()).toBeDefined()
    expect((await sweep()).ok).toBe(true)
    expect(workspace.code.payload()).toBeUndefined()
    expect(view(id)).toMatchObject({ state: 'minted', active: false, failure: { code: 'token.off' } })
    expect(await workspace.handovers.show(id)).toMatchObject({ failure: { code: 'token.off' } })
    const told = steps(id)
    expect(told.at(-1)).toBe('disabled')
    expect((await sweep()).ok).toBe(true)
    expect(steps(id)).toEqual(told)
    expect(await world.broken({ ports: laptop.ports })).toEqual([])
  })

  it('is shown again once a person switched it on', async () => {
    const { workspace, id, authId, sweep, view } = await withTokenOff()
    workspace.handovers.scanned(id)
    await sweep()
    expect(view(id)).toMatchObject({ state: 'delivered', active: false })
    expect((await workspace.tokens.setStatus([authId], 'active')).ok).toBe(true)
    expect(view(id)).toMatchObject({ active: true })
    expect(view(id)?.failure).toBeUndefined()
    expect((await workspace.handovers.show(id)).ok).toBe(true)
    await sweep()
    expect(view(id)).toMatchObject({ active: true })
  })

  it('and on again since the list left is not judged by that list', async () => {
    const { workspace, id, authId, sweep, steps, view, world, meanwhile } = await withTokenOff()
    meanwhile.run = async () => {
      await world.operator.setStatus(authId, 'active')
      workspace.board.note(id, { kind: 'enabled' })
    }
    await sweep()
    expect([view(id)?.active, steps(id).at(-1)]).toEqual([true, 'enabled'])
    expect((await workspace.handovers.show(id)).ok).toBe(true)
  })

  it('switched on while a list is under way that shows it off, it is on in the ledger, too', async () => {
    const { workspace, id, authId, sweep, view, meanwhile } = await withTokenOff()
    await workspace.tokens.refresh()
    let enabling: Promise<unknown> = Promise.resolve()
    meanwhile.run = () => {
      enabling = workspace.tokens.setStatus([authId], 'active')
      return Promise.resolve()
    }
    await sweep()
    await enabling
    expect(view(id)).toMatchObject({ active: true })
    meanwhile.run = () => Promise.resolve()
    await sweep()
    expect(view(id)).toMatchObject({ active: true })
  })
})
