import Database from 'libsql'

/** What may be bound: anything else aborts the process or arrives changed (booleans, buffers, big integers). */
export type Value = string | number

/** One SQLite connection, with the traps of its driver closed. */
export interface SqlDatabase {
  /** Runs statements without parameters. */
  exec(sql: string): void
  /** Runs one statement and returns how many rows it changed. A wrong number or kind of values is a bug and throws. */
  run(sql: string, ...values: readonly Value[]): number
  /** The rows of a query, as arrays of column values. */
  rows(sql: string, ...values: readonly Value[]): readonly unknown[]
  /** Runs `work` in one transaction; when anything throws, nothing of it stays. */
  transaction(work: () => void): void
  /**
   * Lets go. The system sees the file open until the prepared statements are collected. The driver closes SQLite's handle a
   * second time when it is freed already (tursodatabase/libsql#2251): where that memory was given back, the process ends here.
   * So what must last is on the disk before.
   */
  close(): void
}

/** Opens `file`. Throws the driver's errors, whose `rawCode` is SQLite's extended result code. */
export function openDatabase(file: string): SqlDatabase {
  const db = new Database(file)
  /** Statements of the transaction under way. Kept longer, they would keep the file open after `close`. */
  let prepared: Map<string, Database.Statement> | undefined
  const prepare = (sql: string, values: readonly Value[]) => {
    checkValues(sql, values)
    const known = prepared?.get(sql)
    if (known) return known
    const made = db.prepare(sql)
    prepared?.set(sql, made)
    return made
  }
  const exec = (sql: string) => void db.exec(sql)
  return {
    exec,
    run: (sql, ...values) => prepare(sql, values).run(...values).changes,
    // `all` runs a statement to its end; `get` would leave a read transaction open and block the checkpoint.
    rows: (sql, ...values) =>
      prepare(sql, values)
        .raw()
        .all(...values),
    transaction(work) {
      exec('BEGIN IMMEDIATE')
      prepared = new Map()
      try {
        work()
        exec('COMMIT')
      } catch (error) {
        // SQLite has rolled back by itself after some failures, such as a full disk.
        if (db.inTransaction) exec('ROLLBACK')
        throw error
      } finally {
        prepared = undefined
      }
    },
    close: () => void db.close(),
  }
}

/** Throws unless `values` are strings and safe integers, one for each `?` of `sql`. */
export function checkValues(sql: string, values: readonly unknown[]): void {
  const wanted = sql.split('?').length - 1
  if (values.length !== wanted) throw new Error(`${values.length} values for ${wanted} parameters: ${sql}`)
  for (const value of values) {
    if (typeof value !== 'string' && !Number.isSafeInteger(value)) {
      throw new Error(`a ${typeof value} that is neither text nor a safe integer: ${sql}`)
    }
  }
}
