import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { done, failed, ok } from '../../../main/contract/result'
import { idOf, listing, tokenList } from '../token-lists'

describe('many at once', () => {
  it('what failed stays selected with its reason, and is tried again alone', async () => {
    const { session, answer, requests } = listing(tokenList(3))
    const { bulk, selection } = session.tokens
    await session.tokens.load()
    await session.tokens.selectAll()
    answer('tokens.revoke', ({ ids }) =>
      ok(ids.map((id) => ({ id, result: id === idOf(1) ? failed(failure('perm.owner', { user: 'bob' })) : done }))),
    )
    await bulk.run('revoke', selection.list)
    expect(bulk.result?.left.map(({ token, failure: { code } }) => [token.device, code])).toEqual([
      ['dev-1', 'perm.owner'],
    ])
    expect(selection.list.map(({ device }) => device)).toEqual(['dev-1'])
    answer('tokens.revoke', ({ ids }) => ok(ids.map((id) => ({ id, result: done }))))
    await bulk.again()
    expect(requests('tokens.revoke').at(-1)).toEqual({ ids: [idOf(1)] })
    expect([bulk.result?.left.length, selection.size]).toEqual([undefined, 0])
  })

  it('go out a thousand at a time, with progress over all, until stopped', async () => {
    const rows = tokenList(2500)
    const { session, answer, emit, requests, settle } = listing(rows)
    const stop = session.start()
    const answers: (() => void)[] = []
    answer('tokens.set-status', ({ ids }) => {
      return new Promise((resolve) => answers.push(() => resolve(ok(ids.map((id) => ({ id, result: done }))))))
    })
    const { bulk } = session.tokens
    const run = bulk.run('disable', rows)
    emit({ kind: 'bulk', done: 37, total: 1000 })
    expect(bulk.running).toEqual({ act: 'disable', done: 37, total: 2500 })
    answers[0]?.()
    await settle()
    emit({ kind: 'bulk', done: 5, total: 1000 })
    expect(bulk.running?.done).toBe(1005)
    bulk.stop()
    answers[1]?.()
    await run
    expect(requests('tokens.set-status').map(({ ids }) => ids.length)).toEqual([1000, 1000])
    expect(requests('tokens.stop')).toHaveLength(1)
    expect([bulk.result?.left.length, bulk.result?.left[0]?.failure.code]).toEqual([500, 'cancelled'])
    stop()
  })

  it('are switched back for ten seconds, those that were so before left alone', async () => {
    const { session, requests, timers } = listing([])
    const { bulk } = session.tokens
    const [on, off] = tokenList(2, (index) => ({ active: index === 0 }))
    await bulk.run('disable', [on!, off!])
    expect(bulk.undoable?.tokens.map(({ id }) => id)).toEqual([on!.id])
    await bulk.undo()
    expect(requests('tokens.set-status').at(-1)).toEqual({ ids: [on!.id], status: 'active' })
    timers.pass(9_999)
    expect(bulk.undoable?.act).toBe('enable')
    timers.pass(1)
    expect(bulk.undoable).toBeUndefined()
  })

  it('never run twice at the same time', async () => {
    const { session, answer, requests } = listing([])
    answer('tokens.revoke', () => new Promise(() => {}))
    void session.tokens.bulk.run('revoke', tokenList(1))
    await session.tokens.bulk.run('revoke', tokenList(1))
    expect(requests('tokens.revoke')).toHaveLength(1)
  })
})
