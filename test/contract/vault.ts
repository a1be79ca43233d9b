import { expect, it } from 'vitest'
import type { Vault } from '../../main/ports/vault'

/** What every vault does. `vault` gives the one under test, empty of the accounts used here. */
export function vaultContract(vault: () => Vault): void {
  it('answers undefined for what was never stored', async () => {
    expect(await vault().get('never/token')).toEqual({ ok: true, value: undefined })
  })

  it('gives back what was stored, replaced as often as asked, each account for itself', async () => {
    const { set, get } = vault()
    expect(await set('a/token', 'first')).toEqual({ ok: true, value: undefined })
    expect(await set('b/token', 'other')).toMatchObject({ ok: true })
    expect(await set('a/token', 'second')).toMatchObject({ ok: true })
    expect(await get('a/token')).toEqual({ ok: true, value: 'second' })
    expect(await get('b/token')).toEqual({ ok: true, value: 'other' })
  })

  it('removes an entry, and again without complaint', async () => {
    const { set, get, delete: remove } = vault()
    await set('c/token', 'x')
    await set('d/token', 'y')
    expect(await remove('c/token')).toEqual({ ok: true, value: undefined })
    expect(await remove('c/token')).toEqual({ ok: true, value: undefined })
    expect(await get('c/token')).toEqual({ ok: true, value: undefined })
    expect(await get('d/token')).toEqual({ ok: true, value: 'y' })
  })

  it('keeps secrets of any text up to 2,560 bytes whole', async () => {
    const { set, get } = vault()
    for (const secret of ['é😀"\\\n\t', 'x'.repeat(2560), 'é'.repeat(1280), `${'A_-9'.repeat(21)}AA==`]) {
      expect(await set('e/token', secret)).toMatchObject({ ok: true })
      expect(await get('e/token')).toEqual({ ok: true, value: secret })
    }
  })

  it('refuses, as a bug, what a keychain would cut or lose', async () => {
    const { set, get } = vault()
    await set('f/token', 'kept')
    for (const secret of ['', 'a\0b', 'x'.repeat(2561), 'é'.repeat(1281)]) {
      await expect(set('f/token', secret)).rejects.toThrow()
    }
    expect(await get('f/token')).toEqual({ ok: true, value: 'kept' })
  })

  it('answers calls made at once in their order', async () => {
    const { set, get } = vault()
    const answers = await Promise.all([set('g/token', '1'), get('g/token'), set('g/token', '2'), get('g/token')])
    expect(answers.map((answer) => (answer.ok ? answer.value : answer))).toEqual([undefined, '1', undefined, '2'])
  })
}
