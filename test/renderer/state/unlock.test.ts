import { describe, expect, it } from 'vitest'
import { failure, type FailureCode } from '../../../main/contract/failure'
import { done, failed } from '../../../main/contract/result'
import { createFakeBridge, sampleHandover } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

const refused = (code: FailureCode) => failed(failure(code, { missing: 1 }))

describe('"Unlock and try again" on the stage', () => {
  it.each([
    ['an open keychain: goes on with the handover', undefined, 2, []],
    ['an open keychain the token is gone from: the handover says so itself', 'auth.rejected', 2, []],
    ['a keychain that stays locked: nothing is asked of the server again', 'keychain.locked', 1, ['keychain']],
  ] as const)('%s', async (_what, code, asked, notices) => {
    const fake = createFakeBridge({
      'handover.continue': () => refused('keychain.locked'),
      'keychain.retry': () => (code === undefined ? done : refused(code)),
    })
    const { session, settle, requests, answer } = await openWindow(fake)
    const handover = sampleHandover({ delivery: 'qr', state: 'minted' })
    session.app.upsert(handover)
    void session.running.continue(handover)
    await settle()
    if (code === 'auth.rejected') answer('handover.continue', () => refused(code))
    const stage = session.running.stage
    if (stage.kind !== 'failure') throw new Error(stage.kind)
    session.actOnStage('unlock', stage.failure)
    await settle()
    expect(requests('handover.continue').length).toBe(asked)
    expect(session.notices.list.map(({ key }) => key).filter((key) => key === 'keychain')).toEqual(notices)
    if (code) expect(session.running.stage).toMatchObject({ kind: 'failure', failure: { code } })
  })
})
