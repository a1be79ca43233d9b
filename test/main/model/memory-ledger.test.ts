import { describe, it } from 'vitest'
import { ok } from '../../../main/contract/result'
import { ledgerCases } from '../../contract/ledger'
import { createMemoryLedger, createStore } from '../../support/memory-ledger'

describe('the ledger in memory, which the model runs on, keeps the contract of the real one', () => {
  it.each(ledgerCases)('$name', ({ run }) => {
    const store = createStore('0123456789abcdef')
    run(() => ok(createMemoryLedger(store)))
  })
})
