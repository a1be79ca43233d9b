import { describe, expect, it } from 'vitest'
import { everyToken } from '../../../main/contract/token-query'
import { readDescription } from '../../../main/domain/description'
import { isSwitch, practiceWorld } from '../../support/practice-world'

const page = { ...everyToken, from: 0, count: 200 }

/** A laptop that made device tokens for `devices`. */
async function bench(...devices: readonly string[]) {
  const world = await practiceWorld()
  const laptop = await world.laptop()
  const { tokens } = laptop.workspace
  const ids: string[] = []
  for (const description of devices) {
    const made = await tokens.create({ kind: 'device', bucketId: world.bucket.id, description })
    if (!made.ok || made.value.kind !== 'created') throw new Error('not made')
    ids.push(made.value.row.id)
  }
  const onServer = async (id: string) => {
    const found = await world.operator.authorization(id)
    return found.ok ? found.value.description : found.failure.code
  }
  const rename = async (prefix: string, some: readonly string[] = ids) => {
    const rows = some.map((id) => {
      const from = devices[ids.indexOf(id)] ?? ''
      return { id, from, to: prefix + from }
    })
    const outcomes = await tokens.describeAll(rows)
    if (!outcomes.ok) throw new Error(outcomes.failure.code)
    return outcomes.value.map(({ result }) => (result.ok ? 'done' : result.failure))
  }
  const listed = () => tokens.query({ ...page, made: 'here' }).rows.map(({ description }) => description)
  return { world, tokens, ids, onServer, rename, listed, ...laptop }
}

describe('the descriptions of many tokens', () => {
  it('change before the mark, which stays letter for letter, and the list learns of it', async () => {
    const { ids, onServer, rename, listed, events } = await bench('pump-1', 'pump-2', 'pump-3')
    const before = await Promise.all(ids.map(onServer))
    expect(await rename('n-')).toEqual(['done', 'done', 'done'])
    expect(await Promise.all(ids.map(onServer))).toEqual(before.map((one) => `n-${one}`))
    expect([...listed()].sort()).toEqual(['n-pump-1', 'n-pump-2', 'n-pump-3'])
    expect(events.filter(({ kind }) => kind === 'bulk')).toHaveLength(3)
  })

  it('are written once, though the answer was lost and it is tried again', async () => {
    const { world, ids, onServer, rename } = await bench('pump-1', 'pump-2')
    world.proxy.decide((one) => (isSwitch(one) ? 'cut-after' : 'pass'))
    expect(await rename('n-')).not.toContain('done')
    world.proxy.decide(() => 'pass')
    const written = (await Promise.all(ids.map(onServer))).filter((one) => one.startsWith('n-'))
    expect(written.length).toBeGreaterThan(0)
    expect(await rename('n-')).toEqual(['done', 'done'])
    const texts = (await Promise.all(ids.map(onServer))).map((one) => readDescription(one).text)
    expect(texts).toEqual(['n-pump-1', 'n-pump-2'])
  })

  it('that the server wrote otherwise than asked are not told as written', async () => {
    const { world, rename } = await bench('pump-1')
    world.proxy.decide((one) => (isSwitch(one) ? { rewrite: JSON.stringify({ description: 'pump-9' }) } : 'pass'))
    expect(await rename('n-')).toMatchObject([{ code: 'token.unsure' }])
  })

  it('that read otherwise by now are left alone, and the list has what they read', async () => {
    const { world, ids, onServer, rename, listed } = await bench('pump-1', 'pump-2')
    const [first = '', second = ''] = ids
    const theirs = (await onServer(first)).replace('pump-1', 'fan-9')
    await world.operator.setDescription(first, theirs)
    expect(await rename('n-')).toEqual([{ code: 'input.description', params: { why: 'changed' } }, 'done'])
    expect(await onServer(first)).toBe(theirs)
    expect(readDescription(await onServer(second)).text).toBe('n-pump-2')
    expect([...listed()].sort()).toEqual(['fan-9', 'n-pump-2'])
  })

  it('stay device IDs, and one that is gone keeps no other from changing', async () => {
    const { world, ids, onServer, rename, listed } = await bench('pump-1', 'pump-2')
    const [first = '', second = ''] = ids
    expect(await rename('north ')).toEqual([
      { code: 'input.device', params: {} },
      { code: 'input.device', params: {} },
    ])
    expect(readDescription(await onServer(first)).text).toBe('pump-1')
    await world.operator.remove(first)
    expect(await rename('n-')).toMatchObject([{ code: 'token.gone' }, 'done'])
    expect(readDescription(await onServer(second)).text).toBe('n-pump-2')
    expect(listed()).toEqual(['n-pump-2'])
  })

  it('of which one tells what will come of it: nothing is written, and then it is so', async () => {
    const { world, tokens, ids, rename, listed } = await bench('pump-1', 'pump-2', 'n-pump-1')
    await tokens.refresh()
    const seen = world.proxy.seen.length
    const how = { kind: 'add', before: 'n-', after: '' } as const
    const told = tokens.previewDescribe(ids.slice(0, 2), how)
    expect(told).toMatchObject({
      value: { changed: 2, unchanged: 0, refused: 0, doubled: 1, doubledNames: ['n-pump-1'] },
    })
    expect(world.proxy.seen.length).toBe(seen)
    expect(await rename('n-', ids.slice(0, 2))).toEqual(['done', 'done'])
    expect(tokens.query({ ...page, status: 'duplicate' }).total).toBe(2)
    expect(listed()).toHaveLength(3)
  })
})
