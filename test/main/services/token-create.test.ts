import { describe, expect, it } from 'vitest'
import { readDescription } from '../../../main/domain/description'
import type { Clipboard } from '../../../main/ports/clipboard'
import { createHeldClock } from '../../support/held-clock'
import {
  down,
  isCreate,
  isList,
  isRemove,
  isSwitch,
  practiceWorld,
  type LaptopOptions,
} from '../../support/practice-world'

const tokenText = /[A-Za-z0-9_-]{86}==/

function fakeClipboard(): Clipboard & { text: string } {
  const board = {
    text: 'mine',
    read: () => Promise.resolve(board.text),
    write: (text: string) => {
      board.text = text
    },
    clear: () => {
      board.text = ''
    },
  }
  return board
}

async function bench(options: LaptopOptions = {}) {
  const world = await practiceWorld()
  const clock = createHeldClock()
  const clipboard = fakeClipboard()
  const laptop = await world.laptop({ ...options, ports: { clock, clipboard, ...options.ports } })
  const { tokens } = laptop.workspace
  const make = async (description: string, kind: 'device' | 'bucket' = 'bucket') => {
    const made = await tokens.create({ kind, bucketId: world.bucket.id, description })
    if (!made.ok || made.value.kind !== 'created') throw new Error(JSON.stringify(made))
    return made.value
  }
  return { world, clock, clipboard, tokens, make, ...laptop }
}

describe('a token made in Tokens', () => {
  it('is asked for once, inactive, and switched on only after a look at the list', async () => {
    const { world, make } = await bench()
    const before = world.proxy.seen.length
    const { row } = await make('  grafana  ')
    expect(row).toMatchObject({ kind: 'bucket', description: 'grafana', status: 'active', madeHere: true })
    expect(row.device).toBeUndefined()
    const seen = world.proxy.seen.slice(before).filter((one) => isCreate(one) || isList(one) || isSwitch(one))
    expect(seen.map(({ method }) => method)).toEqual(['POST', 'GET', 'PATCH'])
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({ status: 'inactive' })
  })

  it('has its text nowhere but under its handle', async () => {
    const { make, tokens, events, ports, workspace, folder } = await bench()
    const made = await make('grafana')
    const shown = tokens.text(made.secret, 'show')
    expect(shown.ok && shown.value.text).toMatch(tokenText)
    await tokens.refresh()
    const found = await tokens.find(made.row.id)
    const told = [made, events, found, workspace.board.views(), ports.ledger.stories(), ports.settings.read()]
    expect(JSON.stringify(told)).not.toMatch(tokenText)
    const { readFileSync, readdirSync } = await import('node:fs')
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())) {
      expect(readFileSync(`${file.parentPath}/${file.name}`, 'latin1')).not.toContain(shown.ok ? shown.value.text : '')
    }
  })

  it('forgets the text when told, when another server is chosen, and after ten minutes', async () => {
    const { make, tokens, clock, workspace, session } = await bench()
    const gone = { ok: false, failure: { code: 'token.forgotten' } }
    const one = await make('one')
    expect(tokens.text(one.secret, 'show')).toMatchObject({ ok: true })
    expect(await tokens.letGo(one.secret, false)).toMatchObject({ ok: true })
    expect(tokens.text(one.secret, 'show')).toMatchObject(gone)
    expect(tokens.text(one.secret, 'copy')).toMatchObject(gone)
    const two = await make('two')
    await workspace.sessions.use(session.connection.id)
    expect(tokens.text(two.secret, 'show')).toMatchObject({ ok: true })
    clock.release()
    expect(tokens.text(two.secret, 'show')).toMatchObject(gone)
    const three = await make('three')
    expect(tokens.text(three.secret, 'show')).toMatchObject({ ok: true })
    await workspace.sessions.forget(session.connection.id)
    expect(tokens.text(three.secret, 'show')).toMatchObject(gone)
  })

  it('leaves the clipboard after 30 seconds unless something else is on it', async () => {
    const { make, tokens, clock, clipboard, close } = await bench()
    const { secret } = await make('one')
    expect(tokens.text(secret, 'copy')).toEqual({ ok: true, value: {} })
    expect(clipboard.text).toMatch(tokenText)
    expect(clock.waits()).toContain(30_000)
    clock.release()
    await Promise.resolve()
    await Promise.resolve()
    expect(clipboard.text).toBe('')
    const other = await make('two')
    tokens.text(other.secret, 'copy')
    clipboard.text = 'something else'
    clock.release()
    await Promise.resolve()
    await Promise.resolve()
    expect(clipboard.text).toBe('something else')
    const last = await make('three')
    tokens.text(last.secret, 'copy')
    close()
    await Promise.resolve()
    await Promise.resolve()
    expect(clipboard.text).toBe('')
  })

  it('of a device that has a live one is refused, by the words of a handover', async () => {
    const { make, tokens, world, begin } = await bench()
    const first = await make('pump-1', 'device')
    const wish = { kind: 'device', bucketId: world.other.id, description: 'pump-1' } as const
    expect(await tokens.create(wish)).toMatchObject({
      ok: true,
      value: { kind: 'duplicate', tokens: [{ authId: first.row.id, bucket: world.bucket.name }] },
    })
    await expect(begin('pump-1')).rejects.toThrow('duplicate')
    expect(await world.rows('pump-1')).toHaveLength(1)
    // A program's token of that name is no device's.
    await make('fan-2', 'bucket')
    await begin('fan-2')
    expect(await world.rows('fan-2')).toHaveLength(2)
  })

  it('refuses what no description or device ID can be, before anything is asked', async () => {
    const { tokens, world } = await bench()
    const create = (kind: 'device' | 'bucket', description: string) =>
      tokens.create({ kind, bucketId: world.bucket.id, description })
    const mark = `x | fieldkey:1 n=${'0'.repeat(32)} i=${'0'.repeat(16)}`
    for (const text of ['', '   ', 'a\u0000b', 'a\nb', 'x'.repeat(201), mark]) {
      expect(await create('bucket', text)).toMatchObject({ failure: { code: 'input.description' } })
    }
    expect(await create('device', 'no device')).toMatchObject({ failure: { code: 'input.device' } })
    const nowhere = { kind: 'bucket', bucketId: '0'.repeat(15) + '9', description: 'x' } as const
    expect(await tokens.create(nowhere)).toMatchObject({ failure: { code: 'bucket.deleted' } })
    expect(world.proxy.seen.filter(isCreate)).toEqual([])
  })

  it('made twice by two clicks is one', async () => {
    const { tokens, world } = await bench()
    const wish = { kind: 'bucket', bucketId: world.bucket.id, description: 'grafana' } as const
    const [a, b] = await Promise.all([tokens.create(wish), tokens.create(wish)])
    expect(a.ok && b.ok).toBe(true)
    expect(world.proxy.seen.filter(isCreate)).toHaveLength(1)
  })
})

describe('what must not stay', () => {
  it('a lost answer: found by its nonce and deleted', async () => {
    const { tokens, world } = await bench()
    world.proxy.decide((seen) => (isCreate(seen) ? 'cut-after' : 'pass'))
    const wish = { kind: 'bucket', bucketId: world.bucket.id, description: 'lost' } as const
    expect(await tokens.create(wish)).toMatchObject({ failure: { code: 'token.unsure' } })
    expect(world.proxy.seen.filter(isCreate)).toHaveLength(1)
    expect(await world.rows()).toEqual([])
  })

  it('the same with the network gone: deleted at the next refresh', async () => {
    const { tokens, world } = await bench()
    await tokens.refresh()
    world.proxy.decide((seen) => (isCreate(seen) ? 'cut-after' : seen.method === 'GET' ? down : 'pass'))
    const wish = { kind: 'all-access', description: 'lost' } as const
    expect(await tokens.create(wish)).toMatchObject({ failure: { code: 'token.unsure' } })
    expect(await world.rows()).toHaveLength(1)
    world.proxy.decide(() => 'pass')
    await tokens.refresh()
    expect(await world.rows()).toEqual([])
  })

  it('a wider one', async () => {
    const { tokens, world } = await bench()
    world.proxy.decide((seen) => {
      if (!isCreate(seen)) return 'pass'
      const asked = JSON.parse(seen.body) as { permissions: { resource: { id?: string } }[] }
      for (const { resource } of asked.permissions) delete resource.id
      return { rewrite: JSON.stringify(asked) }
    })
    for (const kind of ['device', 'bucket'] as const) {
      const made = await tokens.create({ kind, bucketId: world.bucket.id, description: 'wide' })
      expect(made).toMatchObject({ failure: { code: 'token.scope' } })
    }
    expect(await world.rows()).toEqual([])
    expect(world.proxy.seen.filter(isSwitch)).toEqual([])
  })

  it('one whose switching on is not answered: nobody has its text', async () => {
    const { tokens, world } = await bench()
    world.proxy.decide((seen) => (isSwitch(seen) ? down : 'pass'))
    const wish = { kind: 'bucket', bucketId: world.bucket.id, description: 'off' } as const
    expect(await tokens.create(wish)).toMatchObject({ failure: { code: 'token.unsure', cause: 'server.error' } })
    expect(await world.rows()).toEqual([])
  })

  it('a second one of a POST that arrived twice', async () => {
    const { make, world } = await bench()
    world.proxy.decide((seen) => {
      if (isCreate(seen)) {
        // As an eager proxy in the middle would: the same bytes once more.
        void fetch(world.url + seen.path, {
          method: 'POST',
          body: seen.body,
          headers: { authorization: String(seen.headers.authorization), 'content-type': 'application/json' },
        })
        return { delay: 200 }
      }
      return 'pass'
    })
    const { row } = await make('once')
    expect((await world.rows()).map(({ id }) => id)).toEqual([row.id])
  })

  it('one of a device for which another laptop was faster', async () => {
    const { tokens, world, workspace } = await bench()
    await workspace.handovers.prepare()
    const other = await world.laptop()
    const { authId } = await other.begin('pump-1')
    const wish = { kind: 'device', bucketId: world.bucket.id, description: 'pump-1' } as const
    expect(await tokens.create(wish)).toMatchObject({ failure: { code: 'token.twin' } })
    expect((await world.rows()).map(({ id }) => id)).toEqual([authId])
    expect(world.proxy.seen.filter(isRemove)).toHaveLength(1)
    expect((await world.rows()).every(({ description }) => readDescription(description).marker)).toBe(true)
  })
})
