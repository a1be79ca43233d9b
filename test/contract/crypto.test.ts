import { execFileSync } from 'node:child_process'
import { createDecipheriv, scryptSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createCrypto } from '../../main/adapters/crypto'
import { createRandom } from '../../main/adapters/random'
import { makeCertificates } from '../support/certificates'
import { temporaryFolder } from '../support/temporary-folder'

const crypto = createCrypto({ random: createRandom() })
const lost = { ok: false, failure: { code: 'keychain.seal-lost', params: {} } }

describe('sealing', () => {
  const key = crypto.newKey()
  const sealed = crypto.seal(key, 'tökên 😀', 'handover authorization')

  it('opens with the same key and binding only', () => {
    expect(crypto.open(key, sealed, 'handover authorization')).toEqual({ ok: true, value: 'tökên 😀' })
    expect(crypto.open(crypto.newKey(), sealed, 'handover authorization')).toEqual(lost)
    expect(crypto.open(key, sealed, 'handover2 authorization')).toEqual(lost)
    expect(crypto.open(key, sealed, '')).toEqual(lost)
  })

  it('notices any changed bit and any missing byte', () => {
    const bytes = Buffer.from(sealed, 'base64')
    for (let i = 0; i < bytes.length; i++) {
      for (const bit of [1, 0x80]) {
        const changed = Buffer.from(bytes)
        changed[i] = (changed[i] ?? 0) ^ bit
        expect(crypto.open(key, changed.toString('base64'), 'handover authorization')).toEqual(lost)
      }
      expect(crypto.open(key, bytes.subarray(0, i).toString('base64'), 'handover authorization')).toEqual(lost)
    }
    expect(crypto.open(key, `${sealed.slice(0, -4)}!!!!`, 'handover authorization')).toEqual(lost)
  })

  it('refuses keys of another length instead of throwing', () => {
    for (const bad of ['', 'YQ==', 'no base64 at all', key.repeat(2)])
      expect(crypto.open(bad, sealed, 'x')).toEqual(lost)
  })

  it('never repeats itself', () => {
    const texts = Array.from({ length: 100 }, () => crypto.seal(key, 'same', 'same'))
    expect(new Set(texts).size).toBe(100)
    expect(new Set(texts.map((text) => text.slice(0, 16))).size).toBe(100)
  })

  it('is AES-256-GCM: 12 bytes IV, text, 16 bytes tag, with the binding as associated data', () => {
    const bytes = Buffer.from(crypto.seal(key, 'plain', 'bound'), 'base64')
    expect(bytes.length).toBe(12 + 5 + 16)
    const opener = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64'), bytes.subarray(0, 12))
    opener.setAAD(Buffer.from('bound'))
    opener.setAuthTag(bytes.subarray(-16))
    expect(Buffer.concat([opener.update(bytes.subarray(12, -16)), opener.final()]).toString()).toBe('plain')
  })

  it('seals the empty text', () => {
    expect(crypto.open(key, crypto.seal(key, '', 'b'), 'b')).toEqual({ ok: true, value: '' })
  })
})

describe('sealing under a phrase', () => {
  const phrase = 'abandon ability able about above absent'
  const wrong = { ok: false, failure: { code: 'laptop.phrase', params: {} } }

  it('opens with the same phrase and binding only', async () => {
    const sealed = await crypto.sealWithPhrase(phrase, 'tökên 😀', 'here')
    expect(await crypto.openWithPhrase(phrase, sealed, 'here')).toEqual({ ok: true, value: 'tökên 😀' })
    expect(await crypto.openWithPhrase(`${phrase}s`, sealed, 'here')).toEqual(wrong)
    expect(await crypto.openWithPhrase(phrase, sealed, 'there')).toEqual(wrong)
    expect(await crypto.openWithPhrase(phrase, '', 'here')).toEqual(wrong)
    expect(await crypto.openWithPhrase(phrase, sealed.slice(0, 20), 'here')).toEqual(wrong)
  })

  it('is scrypt with N = 2^17, r = 8 over a salt of its own each time, and then as any seal', async () => {
    const [sealed, again] = [
      Buffer.from(await crypto.sealWithPhrase(phrase, 'plain', 'bound'), 'base64'),
      Buffer.from(await crypto.sealWithPhrase(phrase, 'plain', 'bound'), 'base64'),
    ]
    expect(sealed.subarray(0, 16)).not.toEqual(again.subarray(0, 16))
    const cost = { N: 131_072, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }
    const key = scryptSync(phrase, sealed.subarray(0, 16), 32, cost).toString('base64')
    expect(crypto.open(key, sealed.subarray(16).toString('base64'), 'bound')).toEqual({ ok: true, value: 'plain' })
  })
})

describe('keys and hashes', () => {
  it('makes 256-bit keys, each another', () => {
    const keys = Array.from({ length: 20 }, () => crypto.newKey())
    expect(new Set(keys).size).toBe(20)
    for (const key of keys) expect(Buffer.from(key, 'base64').length).toBe(32)
  })

  it('names a key by the first 16 hex digits of its SHA-256', () => {
    expect(crypto.keyId(Buffer.alloc(32).toString('base64'))).toBe('66687aadf862bd77')
  })

  it('hashes the UTF-8 bytes', () => {
    expect(crypto.sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(crypto.sha256('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c')
  })
})

describe('certificates', () => {
  const make = () => {
    const args = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      path.join(temporaryFolder(), 'key'),
    ]
    return execFileSync('openssl', [...args, '-subj', '/O=Plant/CN=Plant CA'], { encoding: 'utf8', stdio: 'pipe' })
  }

  it('gives the subject and the hash of the DER', () => {
    const pem = make()
    const der = execFileSync('openssl', ['x509', '-noout', '-fingerprint', '-sha256'], { input: pem, encoding: 'utf8' })
    const sha256 = der.trim().split('=')[1]?.replaceAll(':', '').toLowerCase()
    expect(crypto.certificate(pem)).toEqual({ ok: true, value: { subject: 'O=Plant, CN=Plant CA', sha256 } })
  })

  it('of a whole chain in one file it is the authority, wherever it stands, and none may be unreadable', () => {
    const { ca, good } = makeCertificates()
    const authority = crypto.certificate(ca)
    expect(authority).toMatchObject({ ok: true })
    for (const chain of [`${good.cert}\n${ca}`, `${ca}\n${good.cert}`])
      expect(crypto.certificate(chain)).toEqual(authority)
    expect(crypto.certificate(good.cert)).not.toEqual(authority)
    const torn = `${ca}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`
    expect(crypto.certificate(torn)).toMatchObject({ ok: false, failure: { code: 'input.certificate' } })
  })

  it('of a chain whose lower one has the name of the upper one it is the one that signed itself', () => {
    const folder = temporaryFolder()
    const openssl = (...args: readonly string[]) =>
      execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
    const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=Plant CA']
    const ca = openssl('req', '-x509', ...fresh, '-keyout', 'ca.key')
    writeFileSync(path.join(folder, 'ca.pem'), ca)
    openssl('req', ...fresh, '-keyout', 'key', '-out', 'csr')
    const lower = openssl('x509', '-req', '-in', 'csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial')
    expect(crypto.certificate(`${lower}\n${ca}`)).toEqual(crypto.certificate(ca))
  })

  it('refuses anything else', () => {
    for (const text of ['', 'hello', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n']) {
      expect(crypto.certificate(text)).toMatchObject({ ok: false, failure: { code: 'input.certificate' } })
    }
  })
})
