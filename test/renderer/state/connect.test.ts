import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed } from '../../../main/contract/result'
import { fullAddress } from '../../../renderer/state/address'
import { openSession } from '../open-window'

async function filled(change: { readonly address?: string; readonly token?: string } = {}) {
  const window = openSession()
  window.session.start()
  await window.settle()
  Object.assign(window.session.connect, { address: 'https://influx.example', token: 'tok', ...change })
  return { ...window.session, ...window }
}

describe('the admin token', () => {
  it('is forgotten as soon as main has it', async () => {
    const { connect } = await filled()
    await connect.connect()
    expect(connect.token).toBe('')
  })

  it('stays for another try when the server refused', async () => {
    const { connect, answer } = await filled()
    answer('connect.try', () => failed(failure('net.timeout')))
    await connect.connect()
    expect([connect.token, connect.failure?.code]).toEqual(['tok', 'net.timeout'])
  })

  it.each([
    ['input.token', { token: 'x'.repeat(4097) }],
    ['input.url', { address: `https://${'x'.repeat(2048)}` }],
  ])('too long is %s, before main is asked', async (code, change) => {
    const { connect, requests } = await filled(change)
    await connect.connect()
    expect([connect.failure?.code, requests('connect.try')]).toEqual([code, []])
  })
})

describe('an address', () => {
  it.each([
    ['influx.example:8086', 'https://influx.example:8086'],
    ['  http://influx.example ', 'http://influx.example'],
    ['localhost:8086', 'http://localhost:8086'],
    ['127.0.0.1:8086', 'http://127.0.0.1:8086'],
    ['127.0.0.1.evil.example', 'https://127.0.0.1.evil.example'],
    ['', ''],
  ])('%j is read as %j', (typed, full) => {
    expect(fullAddress(typed)).toBe(full)
  })
})

describe('a redirect', () => {
  it('takes over the host the server named', async () => {
    const { connect, actOnConnect, requests } = await filled({ address: 'https://old.example:1/path' })
    actOnConnect('use-address', failure('net.redirect', { host: 'old.example', host2: 'new.example:8086' }))
    expect([connect.address, requests('connect.try')[0]?.url]).toEqual([
      'https://new.example:8086/path',
      'https://new.example:8086/path',
    ])
  })
})
