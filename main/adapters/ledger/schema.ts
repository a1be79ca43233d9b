import type { SqlDatabase } from './database'

/**
 * The ledger's tables, one text per version: the next version appends a text, never edits one. Rows of `handover` and
 * `event` are covered by a hash chain, those of `act` by one of their own, and none can be changed or deleted.
 */
const versions: readonly string[] = [
  `
  CREATE TABLE ledger (
    id INTEGER PRIMARY KEY CHECK (id = 1), install TEXT NOT NULL, events INTEGER NOT NULL, head TEXT NOT NULL
  ) STRICT;
  CREATE TABLE connection (id TEXT PRIMARY KEY, detail TEXT NOT NULL, digest TEXT NOT NULL) STRICT;
  CREATE TABLE handover (
    id TEXT PRIMARY KEY, connection TEXT NOT NULL, install TEXT NOT NULL, owner TEXT NOT NULL, device TEXT NOT NULL,
    bucket TEXT NOT NULL, org TEXT NOT NULL, nonce TEXT NOT NULL UNIQUE, replaces TEXT NOT NULL,
    keep_both INTEGER NOT NULL, delivery TEXT NOT NULL, settings_snapshot TEXT NOT NULL
  ) STRICT;
  CREATE TABLE event (
    n INTEGER PRIMARY KEY, handover TEXT NOT NULL REFERENCES handover (id), seq INTEGER NOT NULL, kind TEXT NOT NULL,
    at_wall INTEGER NOT NULL, at_server TEXT NOT NULL, detail TEXT NOT NULL, chain TEXT NOT NULL,
    UNIQUE (handover, seq)
  ) STRICT;
  CREATE TABLE sealed (
    handover TEXT PRIMARY KEY REFERENCES handover (id), key_id TEXT NOT NULL, text TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER handover_kept BEFORE UPDATE ON handover BEGIN SELECT RAISE (ABORT, 'append only'); END;
  CREATE TRIGGER handover_stays BEFORE DELETE ON handover BEGIN SELECT RAISE (ABORT, 'append only'); END;
  CREATE TRIGGER event_kept BEFORE UPDATE ON event BEGIN SELECT RAISE (ABORT, 'append only'); END;
  CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN SELECT RAISE (ABORT, 'append only'); END;
  `,
  `
  ALTER TABLE ledger ADD COLUMN acts INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE ledger ADD COLUMN acts_head TEXT NOT NULL DEFAULT '';
  CREATE TABLE act (
    n INTEGER PRIMARY KEY, connection TEXT NOT NULL, auth_id TEXT NOT NULL, kind TEXT NOT NULL,
    at_wall INTEGER NOT NULL, answered INTEGER NOT NULL, detail TEXT NOT NULL, chain TEXT NOT NULL
  ) STRICT;
  CREATE INDEX act_of_token ON act (connection, auth_id);
  CREATE TRIGGER act_kept BEFORE UPDATE ON act BEGIN SELECT RAISE (ABORT, 'append only'); END;
  CREATE TRIGGER act_stays BEFORE DELETE ON act BEGIN SELECT RAISE (ABORT, 'append only'); END;
  `,
  // Events may be `returned`: a Fieldkey that does not know that step is to call the ledger newer, not damaged.
  `
  SELECT 3;
  `,
]

/** The version this Fieldkey writes. */
export const newestVersion = versions.length

/** The version of an open database; 0 when it was never made into a ledger. */
export function versionOf(db: SqlDatabase): number {
  const [row] = db.rows('PRAGMA user_version')
  const version = Array.isArray(row) ? Number(row[0]) : Number.NaN
  if (!Number.isSafeInteger(version)) throw new Error('no user_version')
  return version
}

/** Brings a database from `from` to the newest version, in one transaction. */
export function migrate(db: SqlDatabase, from: number): void {
  if (from === newestVersion) return
  db.transaction(() => {
    for (const text of versions.slice(from)) db.exec(text)
    db.exec(`PRAGMA user_version = ${newestVersion}`)
  })
}

/** How every connection is set: durable at COMMIT (macOS needs `fullfsync`), erased means overwritten. */
export function configure(db: SqlDatabase): void {
  for (const pragma of [
    'busy_timeout = 250',
    'journal_mode = WAL',
    'synchronous = FULL',
    'fullfsync = ON',
    'checkpoint_fullfsync = ON',
    'secure_delete = ON',
    'foreign_keys = ON',
    'trusted_schema = OFF',
  ]) {
    db.exec(`PRAGMA ${pragma}`)
  }
}
