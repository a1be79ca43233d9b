import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMemoryVault } from '../../main/practice/memory-vault'
import { bundleScript, type BundledScript } from '../support/bundle-script'
import { createFileVault } from '../support/file-vault'
import { openDesktop, type Desktop, type KeyringState } from '../support/desktop.mjs'
import { startKeychain } from '../support/remote-keychain'
import { groupFolder } from '../support/temporary-folder'
import { vaultContract } from './vault'

describe('the memory vault of practice', () => {
  const vault = createMemoryVault()
  vaultContract(() => vault)
  it('says that it forgets', () => {
    expect(vault.fleeting).toBe(true)
  })
})

describe('the keychain in a file, which outlives a killed process of a test', () => {
  const { folder, remove } = groupFolder()
  afterAll(remove)
  const vault = createFileVault(path.join(folder, 'vault.json'))
  vaultContract(() => vault)
})

// Elsewhere the keychain is the person's own, and no test may touch it.
describe.skipIf(process.platform !== 'linux')('the system keychain (gnome-keyring of a throw-away desktop)', () => {
  let script: BundledScript
  beforeAll(async () => {
    script = await bundleScript('test/support/keychain-process.ts')
  })
  afterAll(() => script.remove())

  const started = (keyring: KeyringState) => {
    let desktop: Desktop
    let keychain: ReturnType<typeof startKeychain>
    beforeAll(async () => {
      desktop = await openDesktop({ keyring, display: false })
      keychain = startKeychain(script.file, desktop.env)
    })
    afterAll(async () => {
      await keychain.stop()
      await desktop.stop()
    })
    return { vault: () => keychain.vault, desktop: () => desktop }
  }

  describe('unlocked', () => {
    vaultContract(started('unlocked').vault)
  })

  describe('locked', () => {
    const { vault, desktop } = started('unlocked')
    it('looks empty when read and refuses to write', async () => {
      await vault().set('a/token', 'x')
      desktop().lockKeyring()
      expect(await vault().get('a/token')).toEqual({ ok: true, value: undefined })
      expect(await vault().set('a/token', 'y')).toMatchObject({ ok: false, failure: { code: 'keychain.locked' } })
    })
  })

  describe.each([
    ['no-collection', 'collection'],
    ['no-service', 'service'],
    ['no-bus', 'service'],
  ] as const)('%s', (keyring, what) => {
    const { vault } = started(keyring)
    it('is absent', async () => {
      const absent = { ok: false, failure: { code: 'keychain.absent', params: { what } } }
      expect(await vault().set('a/token', 'x')).toEqual(absent)
    })
  })
})
