import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createClock } from '../../main/adapters/clock'
import { openLedger } from '../../main/adapters/ledger/open'
import { createRandom } from '../../main/adapters/random'
import { bundleScript } from '../support/bundle-script'
import { temporaryFolder } from '../support/temporary-folder'
import { ledgerCases } from './ledger'

describe('the ledger keeps its contract in Node', () => {
  it.each(ledgerCases)('$name', ({ run }) => {
    const file = path.join(temporaryFolder(), 'ledger.db')
    run(() => openLedger({ file, clock: createClock(), random: createRandom() }))
  })
})

const electron = process.env['FIELDKEY_TEST_ELECTRON']
if (electron === undefined && process.env['CI']) throw new Error('FIELDKEY_TEST_ELECTRON names no runtime')

describe.skipIf(electron === undefined)('the ledger keeps its contract in Electron (FIELDKEY_TEST_ELECTRON)', () => {
  it('every case', async () => {
    const script = await bundleScript('test/support/ledger-in-electron.ts')
    const root = process.platform === 'linux' && process.getuid?.() === 0
    const args = [
      `--user-data-dir=${temporaryFolder()}`,
      '--disable-gpu',
      ...(root ? ['--no-sandbox'] : []),
      script.folder,
    ]
    const ran = spawnSync(electron ?? '', args, { encoding: 'utf8', timeout: 20_000 })
    script.remove()
    const told: unknown[] = ran.stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as unknown)
    const passed = ledgerCases.map(({ name }) => ({ name, electron: expect.any(String) as unknown }))
    expect(told, ran.stderr).toEqual(passed)
  })
})
