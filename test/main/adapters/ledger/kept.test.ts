import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import { checkValues, openDatabase } from '../../../../main/adapters/ledger/database'
import { anIntent, value } from '../../../contract/ledger'
import { fill, ledgerFile, openIn, sealedText } from '../../../support/open-test-ledger'
import { temporaryFolder } from '../../../support/temporary-folder'

const bytesOf = (folder: string) =>
  readdirSync(folder)
    .filter((name) => !name.includes('ballast'))
    .map((name) => readFileSync(path.join(folder, name), 'latin1'))
    .join('')

describe('what the ledger leaves on the disk', () => {
  it('is for this user only', () => {
    const folder = path.join(temporaryFolder(), 'user data')
    const ledger = value(openIn(folder))
    fill(ledger)
    const modes = readdirSync(folder).map((name) => [
      name,
      (statSync(path.join(folder, name)).mode & 0o777).toString(8),
    ])
    expect(Object.fromEntries(modes)).toEqual({
      'ledger.db': '600',
      'ledger.db-wal': '600',
      'ledger.db-shm': '600',
      'ledger.db-ballast': '600',
    })
    expect((statSync(folder).mode & 0o777).toString(8)).toBe('700')
    ledger.close()
  })

  it('holds no byte of a sealed token after it was erased, neither in the file nor in its log', () => {
    const folder = temporaryFolder()
    const ledger = value(openIn(folder))
    fill(ledger, 1)
    const trace = sealedText.slice(8, 40)
    expect(bytesOf(folder)).toContain(trace)
    value(ledger.append(anIntent(0).id, 9, { kind: 'revoked' }, 'erase'))
    expect(bytesOf(folder)).not.toContain(trace)
    ledger.close()
  })

  it('loses an erased token with the next record when a reader was in the way', () => {
    const folder = temporaryFolder()
    const ledger = value(openIn(folder))
    fill(ledger, 1)
    const reader = new Database(ledgerFile(folder))
    reader.exec('BEGIN')
    reader.prepare('SELECT * FROM sealed').all()
    value(ledger.append(anIntent(0).id, 9, { kind: 'revoked' }, 'erase'))
    const trace = sealedText.slice(8, 40)
    expect(bytesOf(folder)).toContain(trace)
    reader.exec('COMMIT')
    value(ledger.begin(anIntent(7), 10))
    value(ledger.append(anIntent(7).id, 10, { kind: 'abandoned' }))
    expect(bytesOf(folder)).not.toContain(trace)
    ledger.close()
  })

  it('cannot be changed: events, intents and acts are only ever added', () => {
    const folder = temporaryFolder()
    fill(value(openIn(folder)))
    const other = new Database(ledgerFile(folder))
    for (const sql of [
      'UPDATE event SET at_wall = 1',
      'DELETE FROM event',
      'UPDATE handover SET device = 1',
      'DELETE FROM handover',
      'UPDATE act SET at_wall = 1',
      'DELETE FROM act',
    ]) {
      expect(() => other.exec(sql), sql).toThrow('append only')
    }
    other.close()
  })

  it('is set to survive a power loss', () => {
    const folder = temporaryFolder()
    const ledger = value(openIn(folder))
    expect(readFileSync(ledgerFile(folder)).subarray(18, 20)).toEqual(Buffer.from([2, 2]))
    ledger.close()
  })
})

describe('the driver is kept from its traps', () => {
  it.each([
    ['too few values', 'SELECT ?, ?', ['a']],
    ['too many values', 'SELECT ?', ['a', 'b']],
    ['a boolean', 'SELECT ?', [true]],
    ['a big integer', 'SELECT ?', [1n]],
    ['a buffer', 'SELECT ?', [Buffer.from('a')]],
    ['null', 'SELECT ?', [null]],
    ['undefined', 'SELECT ?', [undefined]],
    ['a fraction', 'SELECT ?', [1.5]],
    ['more than 2^53', 'SELECT ?', [2 ** 53]],
  ])('%s is refused', (_name, sql, values) => {
    expect(() => {
      checkValues(sql, values)
    }).toThrow()
  })

  it('a failed transaction leaves nothing and the next one works', () => {
    const db = openDatabase(path.join(temporaryFolder(), 'a.db'))
    db.exec('CREATE TABLE t (a TEXT) STRICT')
    expect(() => {
      db.transaction(() => {
        db.run('INSERT INTO t VALUES (?)', 'x')
        throw new Error('stop')
      })
    }).toThrow('stop')
    db.transaction(() => db.run('INSERT INTO t VALUES (?)', 'y'))
    expect(db.rows('SELECT a FROM t')).toEqual([['y']])
    db.close()
  })

  it('statements are used again within a transaction, also after one of them failed, and anew after it', () => {
    const db = openDatabase(path.join(temporaryFolder(), 'a.db'))
    db.exec('CREATE TABLE t (a TEXT PRIMARY KEY) STRICT')
    const add = 'INSERT INTO t VALUES (?)'
    const all = 'SELECT a FROM t ORDER BY a'
    db.transaction(() => {
      db.run(add, 'x')
      expect(() => db.run(add, 'x')).toThrow()
      expect([db.run(add, 'y'), db.rows(all), db.run(add, 'z')]).toEqual([1, [['x'], ['y']], 1])
      expect(db.rows(all)).toEqual([['x'], ['y'], ['z']])
    })
    expect(() => {
      db.transaction(() => {
        db.run(add, 'n')
        db.run(add, 'x')
      })
    }).toThrow()
    db.transaction(() => db.run(add, 'n'))
    expect(db.rows(all)).toEqual([['n'], ['x'], ['y'], ['z']])
    db.close()
  })
})
