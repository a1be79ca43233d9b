import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLoopback, parseServerUrl } from '../../../main/domain/server-url'

const url = (typed: string) => {
  const parsed = parseServerUrl(typed)
  return parsed.ok ? parsed.value.url : parsed.failure.code
}

describe('a server address', () => {
  it.each([
    ['https://influx.example:8086', 'https://influx.example:8086'],
    ['http://influx.example', 'http://influx.example'],
    ['influx.example:8086', 'https://influx.example:8086'],
    ['influx.example', 'https://influx.example'],
    ['HTTPS://Influx.Example/', 'https://influx.example'],
    ['https://influx.example:443/', 'https://influx.example'],
    ['https://proxy.example/influx/', 'https://proxy.example/influx'],
    ['https://proxy.example/a/b//', 'https://proxy.example/a/b'],
    ['192.168.1.20:8086', 'https://192.168.1.20:8086'],
    ['http://[::1]:8086', 'http://[::1]:8086'],
    ['[fe80:0:0::1]', 'https://[fe80::1]'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('%s', (typed, expected) => {
    expect(url(typed)).toBe(expected)
  })

  it.each([
    '',
    '   ',
    'https://',
    'https:influx.example',
    'https:/influx.example',
    'ftp://influx.example',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'mailto:a@b.example',
    'https://user:pass@influx.example',
    'https://user@influx.example',
    'https://@influx.example',
    'https://good.example\\@evil.example',
    'https:\\\\evil.example',
    'https://influx.example?x=1',
    'https://influx.example/#a',
    'https://influx.example/a/../b',
    'https://influx.example/%2e%2e/b',
    'https://influx .example',
    'https://influx.\nexample',
    'https://influx.example:0',
    'https://influx.example:65536',
    'https://influx.example:abc',
    'https://0x7f.1',
    'https://2130706433',
    'https://127.1',
    'https://ex%61mple.com',
    'https://ｅｘａｍｐｌｅ.com',
    'https://good。example',
    'https://exam\u200bple.com',
    `https://${'a'.repeat(3000)}.example`,
  ])('is not %j', (typed) => {
    expect(url(typed)).toBe('input.url')
  })

  it('tells that something around it was removed', () => {
    expect(parseServerUrl(' https://a.example\r\n')).toEqual({
      ok: true,
      value: { url: 'https://a.example', trimmed: true },
    })
    expect(parseServerUrl('https://a.example')).toMatchObject({ value: { trimmed: false } })
  })

  it('never leads anywhere but to the host and port that can be read in it', () => {
    const piece = fc.constantFrom('https://', 'http://', 'good.example', 'evil.example', '@', ':', '8086', '/', '\\', '?', '#',
      '..', '%2e', '[::1]', '127.0.0.1', ' ', '\t', '\n', '%40', '0x7f', '.', '。', 'user', 'x') // prettier-ignore
    const typed = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.array(piece, { maxLength: 9 }).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(typed, (text) => {
        const parsed = parseServerUrl(text)
        if (!parsed.ok) return
        const read = new URL(parsed.value.url)
        const shown =
          text
            .trim()
            .replace(/^https?:\/\//i, '')
            .split('/')[0]
            ?.toLowerCase() ?? ''
        const port = /:(\d+)$/.exec(shown.replace(/^\[.*\]/, ''))?.[1]
        const host = shown.replace(/:\d+$/, '')
        expect(['http:', 'https:']).toContain(read.protocol)
        expect([read.username, read.password, read.search, read.hash]).toEqual(['', '', '', ''])
        if (/^[\x20-\x7e]*$/.test(host) && !host.startsWith('[')) expect(read.hostname).toBe(host)
        if (port !== undefined) expect(Number(read.port || (read.protocol === 'https:' ? 443 : 80))).toBe(Number(port))
        expect(parsed.value.url).not.toMatch(/\/$/)
        expect(url(parsed.value.url)).toBe(parsed.value.url)
      }),
      { numRuns: 5000 },
    )
  })
})

describe('loopback', () => {
  it.each([
    'http://localhost:8086',
    'http://127.0.0.1',
    'http://127.8.9.1:1',
    'http://[::1]:8086',
    'http://a.localhost',
  ])('is %s', (at) => {
    expect(isLoopback(at)).toBe(true)
  })
  it.each([
    'http://localhost.example',
    'http://128.0.0.1',
    'http://127.example',
    'http://[::2]',
    'http://notlocalhost',
    'nonsense',
  ])('is not %s', (at) => {
    expect(isLoopback(at)).toBe(false)
  })
})
