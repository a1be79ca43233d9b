import { readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import { practiceWorld } from '../../support/practice-world'

describe('a device’s token', () => {
  it('is in nothing that the window is told, nor in any file as it is', async () => {
    const world = await practiceWorld()
    const { workspace, begin, events, folder } = await world.laptop()
    const { handovers } = workspace
    const { id } = await begin('pump-1')
    const drawn = await handovers.show(id)
    const { token = '' } = JSON.parse(workspace.code.payload() ?? '{}') as { readonly token?: string }
    expect(token).toMatch(/^[\w-]{86}==$/)
    const told = [drawn, handovers.scanned(id), workspace.board.views(), handovers.steps(id), events]
    expect(JSON.stringify(told)).not.toContain(token)
    const kept = ['ledger.db', 'ledger.db-wal', 'settings.json'].map((name) =>
      readFileSync(path.join(folder, name), 'latin1'),
    )
    expect(kept.join('')).not.toContain(token)
  })

  it('opens only under the handover and the authorization it was sealed for', async () => {
    const world = await practiceWorld()
    const { workspace, begin, folder } = await world.laptop()
    const [one, other] = [await begin('pump-1'), await begin('pump-2')]
    const db = new Database(path.join(folder, 'ledger.db'))
    db.prepare('UPDATE sealed SET text = (SELECT text FROM sealed WHERE handover = ?) WHERE handover = ?').run(
      one.id,
      other.id,
    )
    db.close()
    expect(await workspace.handovers.show(other.id)).toMatchObject({ failure: { code: 'keychain.seal-lost' } })
    expect((await workspace.handovers.show(one.id)).ok).toBe(true)
  })
})
