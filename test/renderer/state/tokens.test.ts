import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok } from '../../../main/contract/result'
import { everyToken } from '../../../main/contract/token-query'
import { nextSort, wholeId } from '../../../renderer/state/token-filter.svelte'
import { sampleDetails, samplePage, sampleToken } from '../../support/fake-bridge'
import { openSession } from '../open-window'
import { idOf, listing, tokenList } from '../token-lists'

describe('the question', () => {
  it('carries search, filters and order together', async () => {
    const { session, requests } = listing(tokenList(3))
    const { tokens } = session
    tokens.filter.search = '  north   pumps '
    await tokens.change({ status: 'too-wide', bucket: 'north-pumps' })
    await tokens.change({ kind: 'bucket', made: 'here', risk: 'left-behind' })
    await tokens.sort({ by: 'device', descending: false })
    expect(requests('tokens.query').at(-1)).toEqual({
      search: 'north pumps',
      status: 'too-wide',
      bucket: 'north-pumps',
      kind: 'bucket',
      made: 'here',
      risk: 'left-behind',
      sort: { by: 'device', descending: false },
      from: 0,
      count: 50,
    })
    await tokens.clear()
    expect(requests('tokens.query').at(-1)).toMatchObject({ search: '', status: 'all', bucket: '', kind: 'all' })
  })

  it('goes back to newest first on the third press of a column', () => {
    const one = nextSort(everyToken.sort, 'owner')
    const two = nextSort(one, 'owner')
    expect([one, two, nextSort(two, 'owner')]).toEqual([
      { by: 'owner', descending: false },
      { by: 'owner', descending: true },
      everyToken.sort,
    ])
    expect(nextSort(everyToken.sort, 'created')).toEqual({ by: 'created', descending: false })
  })

  it('is answered aloud half a second after the last key', async () => {
    const { session, timers } = listing(tokenList(1))
    await session.tokens.searched()
    timers.pass(499)
    expect(session.announcer.status).toBe('')
    timers.pass(1)
    expect(session.announcer.status).toBe('1 token matches.')
  })
})

describe('a whole token ID', () => {
  it('is 16 hex digits, in groups or capitals or not', () => {
    expect(wholeId(' 0A7C 91f2 e6b4·3000')).toBe('0a7c91f2e6b43000')
    expect([wholeId('0a7c91f2e6b4300'), wholeId('0a7c91f2e6b430000'), wholeId('pump')]).toEqual(
      Array(3).fill(undefined),
    )
  })

  it('that is not listed is looked up and opened', async () => {
    const { session, requests } = listing([])
    session.tokens.filter.search = '0A7C 91F2 E6B4 3000'
    await session.tokens.searched()
    expect(requests('tokens.query').at(-1)?.search).toBe('0a7c91f2e6b43000')
    expect(requests('tokens.find')).toEqual([{ id: '0a7c91f2e6b43000' }])
    expect([session.tokens.record.row?.id, session.tokens.noSuchId]).toEqual(['0a7c91f2e6b43000', false])
  })

  it('that nobody knows is said to be none', async () => {
    const { session, answer, timers } = listing([])
    answer('tokens.find', () => failed(failure('token.gone')))
    session.tokens.filter.search = 'f'.repeat(16)
    await session.tokens.searched()
    timers.pass(500)
    expect([session.tokens.noSuchId, session.tokens.record.row, session.tokens.failure]).toEqual([
      true,
      undefined,
      undefined,
    ])
    expect(session.announcer.status).toBe('No token with this ID')
  })

  it('that is listed and gone since is said to be none, with what this laptop did with it', async () => {
    const { session, answer } = listing(tokenList(1))
    const steps = [{ kind: 'revoked-here', at: 1 }]
    answer('tokens.find', () => failed(failure('token.gone')))
    answer('tokens.story', () => ok({ steps }))
    const { tokens } = session
    tokens.filter.search = idOf(0)
    await tokens.searched()
    expect([tokens.noSuchId, tokens.record.row, tokens.failure]).toEqual([true, undefined, undefined])
    expect(tokens.record.gone).toEqual({ id: idOf(0), story: { steps } })
    answer('tokens.find', ({ id }) => ok(sampleDetails({ id })))
    await tokens.searched()
    expect([tokens.noSuchId, tokens.record.row?.id, tokens.record.gone]).toEqual([false, idOf(0), undefined])
  })

  it.each(['token.gone', 'net.offline'] as const)(
    'that is what a device is called finds it, %s or not',
    async (code) => {
      const device = '70b3d57ed0051f2a'
      const { session, answer, requests, timers } = listing(tokenList(1, () => ({ device })))
      answer('tokens.find', () => failed(failure(code)))
      const { tokens } = session
      tokens.filter.search = device.toUpperCase()
      await tokens.searched()
      timers.pass(500)
      expect(requests('tokens.find')).toEqual([{ id: device }])
      expect([tokens.row(0)?.device, tokens.noSuchId, tokens.failure]).toEqual([device, false, undefined])
      expect([tokens.record.row, tokens.record.gone]).toEqual([undefined, undefined])
      expect(session.announcer.status).toBe('1 token matches.')
      answer('tokens.find', ({ id }) => ok(sampleDetails({ id })))
      await tokens.searched()
      expect(tokens.record.row?.id).toBe(device)
    },
  )

  it('that is listed and what a device is called is said to be gone', async () => {
    const { session, answer } = listing(tokenList(2, (index) => ({ device: index === 0 ? idOf(1) : 'dev-1' })))
    answer('tokens.find', () => failed(failure('token.gone')))
    session.tokens.filter.search = idOf(1)
    await session.tokens.searched()
    expect([session.tokens.noSuchId, session.tokens.record.gone?.id]).toEqual([true, idOf(1)])
  })

  it('that cannot be looked up shows why', async () => {
    const { session, answer } = listing([])
    answer('tokens.find', () => failed(failure('net.offline')))
    session.tokens.filter.search = 'f'.repeat(16)
    await session.tokens.searched()
    expect([session.tokens.noSuchId, session.tokens.failure?.code]).toEqual([false, 'net.offline'])
  })
})

describe('selecting', () => {
  it('all takes every matching token, fetched or not, and no locked one', async () => {
    const { session } = listing(tokenList(450, (index) => ({ own: index === 7, lastOperator: index === 449 })))
    await session.tokens.load()
    await session.tokens.selectAll()
    const { selection } = session.tokens
    expect([selection.size, selection.has(idOf(7)), selection.has(idOf(448)), selection.has(idOf(449))]).toEqual([
      448,
      false,
      true,
      false,
    ])
    expect([session.tokens.allSelected, session.announcer.status]).toEqual([true, '448 tokens selected; 2 locked.'])
  })

  it('a range follows its anchor', async () => {
    const { session } = listing(tokenList(10))
    await session.tokens.load()
    const ids = () => session.tokens.selection.list.map(({ device }) => device)
    await session.tokens.selectRange(3, 5)
    expect(ids()).toEqual(['dev-3', 'dev-4', 'dev-5'])
    await session.tokens.selectRange(3, 2)
    expect(ids()).toEqual(['dev-2', 'dev-3'])
  })

  it('a locked token does nothing', () => {
    const { session } = openSession()
    session.tokens.toggle(sampleToken({ own: true }))
    session.tokens.toggle(sampleToken({ lastOperator: true }))
    expect(session.tokens.selection.size).toBe(0)
  })

  it('and everything else of a server ends with it', async () => {
    const { session, requests } = listing(tokenList(3))
    await session.tokens.load()
    await session.tokens.selectAll()
    void session.tokens.record.open(tokenList(1)[0]!)
    session.tokens.filter.search = 'x'
    session.tokens.reset()
    expect([session.tokens.selection.size, session.tokens.record.row, session.tokens.row(0)]).toEqual([
      0,
      undefined,
      undefined,
    ])
    await session.tokens.load()
    expect(requests('tokens.query').at(-1)?.search).toBe('')
  })
})

describe('the details', () => {
  it('follow the list and close when the token is revoked', async () => {
    const { session, settle, answer } = listing(tokenList(2))
    const { tokens } = session
    await tokens.load()
    void tokens.record.open(tokens.row(0)!)
    await settle()
    expect(tokens.record.full?.row.id).toBe(idOf(0))
    answer('tokens.find', ({ id }) => ok(sampleDetails({ id, active: false, status: 'inactive' })))
    answer('tokens.query', () => ok(samplePage(tokenList(2, () => ({ active: false, status: 'inactive' })))))
    await tokens.load()
    await settle()
    expect(tokens.record.full?.row.active).toBe(false)
    await tokens.bulk.run('revoke', [tokens.row(0)!])
    expect(tokens.record.row).toBeUndefined()
  })

  it('drop an answer about the token before', async () => {
    const { session, answer, settle } = openSession()
    const [a, b] = tokenList(2)
    const waiting: (() => void)[] = []
    answer('tokens.find', ({ id }) => new Promise((resolve) => waiting.push(() => resolve(ok(sampleDetails({ id }))))))
    void session.tokens.record.open(a!)
    void session.tokens.record.open(b!)
    waiting[1]?.()
    waiting[0]?.()
    await settle()
    expect(session.tokens.record.full?.row.id).toBe(b!.id)
  })
})
