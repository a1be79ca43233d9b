import Database from 'libsql'
import { beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../../main/adapters/ledger/database'
import { configure } from '../../../../main/adapters/ledger/schema'
import { value } from '../../../contract/ledger'
import { fill, ledgerFile, openIn } from '../../../support/open-test-ledger'
import { groupFolder } from '../../../support/temporary-folder'

describe('the ledger’s tables', () => {
  let file: string
  beforeAll(() => {
    const { folder, remove } = groupFolder()
    const ledger = value(openIn(folder))
    fill(ledger, 1)
    ledger.close()
    file = ledgerFile(folder)
    return remove
  })
  const ask = (sql: string, ...values: readonly string[]) => {
    const db = new Database(file)
    try {
      return db
        .prepare(sql)
        .raw()
        .all(...values) as readonly (readonly unknown[])[]
    } finally {
      db.close()
    }
  }
  const tables = ['act', 'connection', 'event', 'handover', 'ledger', 'sealed']

  it('are these, each of them STRICT', () => {
    const found = ask(
      `SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`,
    )
    expect(found).toEqual(tables.map((name) => [name, 1]))
  })

  it.each(tables)('%s takes no bytes where text belongs', (table) => {
    const columns = ask('SELECT name, type FROM pragma_table_info(?)', table)
    const given = columns.map(([name, type]) => (type === 'TEXT' ? `x'00'` : name === 'n' ? '99' : '1'))
    const insert = `INSERT INTO ${table} (${columns.map(([name]) => name).join(', ')}) VALUES (${given.join(', ')})`
    const db = new Database(file)
    expect(() => db.exec(insert)).toThrow(/cannot store BLOB value in TEXT column/)
    db.close()
  })

  it.each([
    `INSERT INTO event VALUES (99, 'nobody', 0, 'asked', 1, '', '{}', 'x')`,
    `INSERT INTO sealed VALUES ('nobody', 'k', 'x')`,
  ])('take nothing of a handover that is not there: %s', (insert) => {
    const db = openDatabase(file)
    configure(db)
    expect(() => {
      db.exec(insert)
    }).toThrow(/FOREIGN KEY/)
    db.close()
  })
})
