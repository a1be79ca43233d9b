import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLog } from '../../../main/adapters/log-file'
import { createFakeClock } from '../../support/fake-clock'
import { temporaryFolder } from '../../support/temporary-folder'

function started(hex = '7ffff') {
  const folder = path.join(temporaryFolder(), 'logs')
  const clock = createFakeClock(Date.parse('2026-03-01T12:00:00Z'))
  const log = createLog({ folder, clock, random: { hex: () => hex } })
  return { folder, log, text: () => readFileSync(path.join(folder, 'main.log'), 'utf8') }
}

describe('the log', () => {
  it('has one line an entry, whatever is in it, for this user only', () => {
    const { folder, log, text } = started()
    log.info('opened', { n: 3, slow: false })
    log.info('two\nlines')
    expect(text()).toBe(
      '2026-03-01T12:00:00.000Z info "opened" {"n":3,"slow":false}\n2026-03-01T12:00:00.000Z info "two\\nlines" {}\n',
    )
    expect((statSync(path.join(folder, 'main.log')).mode & 0o777).toString(8)).toBe('600')
    expect((statSync(folder).mode & 0o777).toString(8)).toBe('700')
  })

  it('notes a bug with its stack under a reference that can be read aloud', () => {
    const { log, text } = started('23456f')
    const error = new TypeError('broken')
    expect(log.bug('opening', error)).toBe('4D2P')
    expect(text()).toContain('"reference":"4D2P","name":"TypeError"')
    expect(text()).toContain('log-file.test.ts')
    expect(log.bug('odd', 'a text that was thrown')).toBe('4D2P')
    expect(text()).not.toContain('a text that was thrown')
  })

  it.each([
    `${'aB3_-'.repeat(17)}x==`,
    `${'aB3_-'.repeat(17)}x%3D%3D`,
    'operator-4fc87d8bc2272bf0cef33a72fd985477915d1e46dd90f3f7',
    'Authorization: Token abcdef',
  ])('never holds a token: %s', (secret) => {
    const { log, text } = started()
    log.info(`got ${secret}`, { secret })
    log.bug('x', new Error(`refused "${secret}"`))
    expect(text()).toContain('[removed]')
    expect(text()).not.toContain(secret.slice(-20))
  })

  it('leaves the IDs of the server, and hashes cut short, readable', () => {
    const { log, text } = started()
    log.info('minted', { authId: '0a1b2c3d4e5f6071', nonce: 'f'.repeat(32) })
    expect(text()).toContain('0a1b2c3d4e5f6071')
    expect(text()).toContain('f'.repeat(32))
  })

  it('keeps three files of 1 MiB', () => {
    const { folder, log } = started()
    log.info('first')
    for (let n = 1; n <= 4; n++) {
      writeFileSync(path.join(folder, 'main.log'), `${n}${'x'.repeat(1 << 20)}`)
      log.info('next')
    }
    expect(readdirSync(folder).sort()).toEqual(['main.1.log', 'main.2.log', 'main.log'])
    expect(readFileSync(path.join(folder, 'main.1.log'), 'utf8')[0]).toBe('4')
    expect(readFileSync(path.join(folder, 'main.2.log'), 'utf8')[0]).toBe('3')
  })

  it('stops nothing when it cannot be written', () => {
    const folder = path.join(temporaryFolder(), 'file')
    writeFileSync(folder, '')
    const log = createLog({ folder, clock: createFakeClock(), random: { hex: () => '000000' } })
    log.info('lost')
    expect(log.bug('lost', new Error('x'))).toBe('0000')
  })
})
