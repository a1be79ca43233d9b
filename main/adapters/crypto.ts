import { createCipheriv, createDecipheriv, createHash, scrypt, X509Certificate } from 'node:crypto'
import { failure } from '../contract/failure'
import { failed, ok } from '../contract/result'
import type { Crypto } from '../ports/crypto'
import type { Random } from '../ports/random'

const cipherName = 'aes-256-gcm'
const keyBytes = 32
const ivBytes = 12
const tagBytes = 16
const saltBytes = 16
/** N of scrypt: 128 MiB for each guess, OWASP's first choice. */
const hard = 2 ** 17

/**
 * Sealing with AES-256-GCM (NIST SP 800-38D: 96-bit random IV, 128-bit tag) and hashing, by Node's OpenSSL.
 * `guessCost` is what every guess at a phrase costs; only tests that make hundreds of them take less.
 */
export function createCrypto(parts: { readonly random: Random; readonly guessCost?: number }): Crypto {
  const { random, guessCost = hard } = parts
  const crypto: Crypto = {
    newKey: () => Buffer.from(random.hex(keyBytes), 'hex').toString('base64'),
    keyId: (key) => createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 16),
    seal(key, text, bound) {
      const iv = Buffer.from(random.hex(ivBytes), 'hex')
      const cipher = createCipheriv(cipherName, Buffer.from(key, 'base64'), iv, { authTagLength: tagBytes })
      cipher.setAAD(Buffer.from(bound, 'utf8'))
      const sealed = [iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
      return Buffer.concat(sealed).toString('base64')
    },
    open(key, sealed, bound) {
      const bytes = Buffer.from(sealed, 'base64')
      const keyed = Buffer.from(key, 'base64')
      const lost = failed(failure('keychain.seal-lost'))
      if (bytes.length < ivBytes + tagBytes || keyed.length !== keyBytes) return lost
      try {
        const opener = createDecipheriv(cipherName, keyed, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
        opener.setAAD(Buffer.from(bound, 'utf8'))
        opener.setAuthTag(bytes.subarray(-tagBytes))
        return ok(opener.update(bytes.subarray(ivBytes, -tagBytes), undefined, 'utf8') + opener.final('utf8'))
      } catch {
        // OpenSSL says only "unable to authenticate data": another key, another binding, or a changed text.
        return lost
      }
    },
    async sealWithPhrase(phrase, text, bound) {
      const salt = Buffer.from(random.hex(saltBytes), 'hex')
      const key = await keyFrom(phrase, salt, guessCost)
      return Buffer.concat([salt, Buffer.from(crypto.seal(key, text, bound), 'base64')]).toString('base64')
    },
    async openWithPhrase(phrase, sealed, bound) {
      const bytes = Buffer.from(sealed, 'base64')
      const key = await keyFrom(phrase, bytes.subarray(0, saltBytes), guessCost)
      const opened = crypto.open(key, bytes.subarray(saltBytes).toString('base64'), bound)
      return opened.ok ? opened : failed(failure('laptop.phrase'))
    },
    sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
    certificate(pem) {
      try {
        const { subject, raw } = authorityOf(pem)
        return ok({ subject: subject.replaceAll('\n', ', '), sha256: createHash('sha256').update(raw).digest('hex') })
      } catch {
        return failed(failure('input.certificate'))
      }
    },
  }
  return crypto
}

/** The authority among the certificates of a PEM text, which may be a whole chain or several: the first that signed itself. */
function authorityOf(pem: string): X509Certificate {
  const texts = pem.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g) ?? [pem]
  const all = texts.map((text) => new X509Certificate(text))
  const found = all.find((one) => one.checkIssued(one) && one.verify(one.publicKey)) ?? all[0]
  if (found === undefined) throw new Error('no certificate')
  return found
}

function keyFrom(phrase: string, salt: Buffer, cost: number): Promise<string> {
  // OpenSSL has to be allowed to take the memory: 128 · N · r bytes, and a little more.
  const how = { N: cost, r: 8, p: 1, maxmem: 2048 * cost }
  return new Promise((resolve, reject) => {
    scrypt(phrase, salt, keyBytes, how, (error, key) => {
      if (error) reject(error)
      else resolve(key.toString('base64'))
    })
  })
}
