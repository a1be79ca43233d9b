import { describe, expect, it } from 'vitest'
import type { Result } from '../../../main/contract/result'
import { createTokenIndex, indexMaxAge, type TokenList } from '../../../main/services/token-index'
import { createFakeClock } from '../../support/fake-clock'
import { isList, practiceWorld } from '../../support/practice-world'

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.failure.code)
  return result.value
}
const told = (list: TokenList | undefined) => (list?.rows ?? []).map(({ id, status }) => `${id} ${status}`).sort()

const hold = () => {
  let end = () => {}
  const over = new Promise<void>((resolve) => (end = resolve))
  return { over, end: () => end() }
}

async function open() {
  const world = await practiceWorld()
  const { session } = await world.laptop()
  const { id } = session.connection
  const write = [{ action: 'write' as const, resource: { type: 'buckets' } }]
  const [first, second] = [await world.mint(write), await world.mint(write)].map(({ authorization }) => authorization)
  if (!first || !second) throw new Error('not minted')
  const clock = createFakeClock()
  let changes = 0
  const long: boolean[] = []
  const index = createTokenIndex({
    clock,
    onChange: () => {
      changes += 1
    },
    onLong: (underway) => long.push(underway),
  })
  return {
    ...{ world, session, id, clock, index, first, second, long },
    lists: () => world.proxy.seen.filter(isList).length,
    changes: () => changes,
  }
}

describe('the list of tokens that is kept', () => {
  it('shows each of our changes to whoever reads it next, the last one of a row, and asks the server for none', async () => {
    const { session, id, index, first, second, lists, changes } = await open()
    const before = value(await index.fetch(session))
    const [asked, said, rows] = [lists(), changes(), told(before)]
    const off = { ...first, status: 'inactive' as const }
    index.changed(id, first.id, undefined)
    index.changed(id, second.id, undefined)
    index.changed(id, first.id, off)
    const others = rows.filter((row) => !row.startsWith(first.id) && !row.startsWith(second.id))
    const now = [...others, `${first.id} inactive`].sort()
    expect(told(index.known(id))).toEqual(now)
    expect(told(value(await index.atMost(session, indexMaxAge)))).toEqual(now)
    index.changedAll(id, new Map([[first.id, first]]))
    expect(told(value(await index.atMost(session, indexMaxAge)))).toEqual([...others, `${first.id} active`].sort())
    expect([lists(), changes()]).toEqual([asked, said + 4])
    // Who holds a list goes on with what it was.
    expect(told(before)).toEqual(rows)
  })

  it('has a change that was answered while a list was under way once, and none from before a list that is newer', async () => {
    const { session, id, clock, index, first, second } = await open()
    await index.fetch(session)
    await clock.advance(1000)
    const underway = index.fetch(session)
    index.changed(id, first.id, { ...first, status: 'inactive' })
    const rows = told(value(await underway))
    expect(rows.filter((row) => row.startsWith(first.id))).toEqual([`${first.id} inactive`])
    expect(told(index.known(id))).toEqual(rows)
    // The server knows better than what we believed a moment before we asked.
    index.changed(id, second.id, undefined)
    await clock.advance(1000)
    const newer = told(value(await index.fetch(session)))
    expect(newer).toContain(`${second.id} active`)
    expect(told(index.known(id))).toEqual(newer)
  })

  it('of another token has none of the changes that the one before did not show yet', async () => {
    const { session, id, clock, index, first } = await open()
    await index.fetch(session)
    index.changed(id, first.id, undefined)
    index.forget(id)
    expect(index.known(id)).toBeUndefined()
    await clock.advance(1000)
    await index.fetch(session)
    expect(told(index.known(id))).toContain(`${first.id} active`)
  })

  it('that has expired is asked for again, with our changes or without', async () => {
    const { session, id, clock, index, first, lists } = await open()
    await index.fetch(session)
    await clock.advance(1000)
    index.changed(id, first.id, undefined)
    index.expire(id)
    const asked = lists()
    await clock.advance(1)
    await index.atMost(session, indexMaxAge)
    await index.atMost(session, indexMaxAge)
    expect(lists()).toBe(asked + 1)
  })

  it('is told of as long after a second, once for all that are under way, and no more when the last has come', async () => {
    const { world, session, clock, index, long } = await open()
    await index.fetch(session)
    await clock.advance(1000)
    expect(long).toEqual([])
    const holds = [hold(), hold()]
    let next = 0
    world.proxy.decide((one) => (isList(one) ? { after: holds[next++]?.over ?? Promise.resolve() } : 'pass'))
    const both = [index.fetch(session), index.fetch(session)]
    await clock.advance(999)
    expect(long).toEqual([])
    await clock.advance(1)
    expect(long).toEqual([true])
    holds[0]?.end()
    await both[0]
    expect(long).toEqual([true])
    holds[1]?.end()
    await both[1]
    expect(long).toEqual([true, false])
  })
})
