import { statSync } from 'node:fs'
import { failure } from '../../contract/failure'
import { done, failed, ok, type Result } from '../../contract/result'
import { apply, isOpen, type HandoverEvent, type Recorded } from '../../domain/handover'
import type { Connection, Ledger, Sealed, Story } from '../../ports/ledger'
import { dropBallast, keepBallast } from './ballast'
import { link } from './chain'
import { damagedError, diskFailure, isFull } from './damage'
import type { SqlDatabase, Value } from './database'
import { connectionDigest, type Loaded } from './load'
import type { Trouble } from './trouble'
import { eventColumns, intentRow, readConnection, readIntent } from './rows'

const insert = {
  handover: `INSERT INTO handover (id, connection, install, owner, device, bucket, org, nonce, replaces, keep_both, delivery,
    settings_snapshot) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  event: `INSERT INTO event (n, handover, seq, kind, at_wall, at_server, detail, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  connection: `INSERT INTO connection (id, detail, digest) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET detail = excluded.detail, digest = excluded.digest`,
  sealed: `INSERT INTO sealed (handover, key_id, text) VALUES (?, ?, ?)
    ON CONFLICT (handover) DO UPDATE SET key_id = excluded.key_id, text = excluded.text`,
} as const

/** The ledger over an open database and what was read from it; its memory follows what has reached the disk. */
export function ledgerOver(parts: {
  readonly db: SqlDatabase
  readonly file: string
  readonly loaded: Loaded
  readonly trouble: Trouble
  readonly onClose: () => void
}): Ledger {
  const { db, file, loaded, trouble, onClose } = parts
  const { install, stories, unread, connections } = loaded
  const ballast = `${file}-ballast`
  const born = statSync(file)
  let { events, head } = loaded
  let newestFirst: readonly Story[] | undefined
  /** An erased secret may still be in the write-ahead log. */
  let sweeping = false

  const guarded = (work: () => void): Result<void> => {
    try {
      // SQLite goes on writing into a file that was deleted or put aside, and says nothing.
      const there = statSync(file, { throwIfNoEntry: false })
      if (there === undefined || there.ino !== born.ino || there.dev !== born.dev) {
        throw damagedError('replaced', 'the file is not the one that was opened')
      }
      const broken = trouble.found()
      if (broken) throw broken
      work()
      return done
    } catch (error) {
      return failed(diskFailure(error, file))
    }
  }

  /** A story's events, held against their hashes: nothing is added to what may be broken. */
  const verified = (story: Story): readonly Recorded[] => {
    const read = unread.get(story.intent.id)
    if (read === undefined) return story.events
    try {
      return read()
    } catch (error) {
      trouble.note(error)
      throw error
    }
  }

  /** Writes one event, and what belongs to it, in one transaction; then memory follows. */
  const record = (before: Story | undefined, intent: Story['intent'], recorded: Recorded, also: () => void): Story => {
    const earlier = before === undefined ? [] : verified(before)
    const now = apply(before?.now, recorded)
    if (now === undefined)
      throw new Error(`${recorded.event.kind} has no place after ${before?.now.state ?? 'nothing'}`)
    const { kind, server, detail } = eventColumns(recorded.event)
    const row: readonly Value[] = [events + 1, intent.id, recorded.seq, kind, recorded.at, server, detail]
    const chain = link(head, [...row, ...(before === undefined ? intentRow(intent) : [])])
    db.transaction(() => {
      const moved = db.run(
        'UPDATE ledger SET events = ?, head = ? WHERE events = ? AND head = ?',
        events + 1,
        chain,
        events,
        head,
      )
      if (moved !== 1) throw damagedError('replaced', 'another program has written to it')
      if (before === undefined) db.run(insert.handover, ...intentRow(intent))
      db.run(insert.event, ...row, chain)
      also()
    })
    const story = { intent, now, events: [...earlier, recorded] }
    stories.set(intent.id, story)
    unread.delete(intent.id)
    newestFirst = undefined
    events += 1
    head = chain
    return story
  }

  const sweep = () => {
    if (!sweeping) return
    try {
      const [row] = db.rows('PRAGMA wal_checkpoint(TRUNCATE)')
      sweeping = !(Array.isArray(row) && row[0] === 0)
    } catch {
      // The record itself is safe; the next one, or the next start, sweeps again.
    }
  }

  const keep = (id: string, sealed: Sealed | 'erase' | undefined) => {
    if (sealed === 'erase') sweeping = db.run('DELETE FROM sealed WHERE handover = ?', id) > 0 || sweeping
    else if (sealed !== undefined) db.run(insert.sealed, id, sealed.keyId, sealed.text)
  }

  return {
    install,
    connections: () => [...connections.values()].sort((a, b) => a.createdAt - b.createdAt),
    saveConnection(connection: Connection) {
      const detail = JSON.stringify(connection)
      const asRead = readConnection(detail)
      return guarded(() => {
        db.transaction(() => db.run(insert.connection, connection.id, detail, connectionDigest(connection.id, detail)))
        connections.set(connection.id, asRead)
      })
    },
    forgetConnection(id) {
      const open = [...stories.values()].filter((story) => story.intent.connection === id && isOpen(story.now))
      if (open.length > 0) return failed(failure('busy.open-handovers', { n: open.length }))
      return guarded(() => {
        db.transaction(() => db.run('DELETE FROM connection WHERE id = ?', id))
        connections.delete(id)
      })
    },
    begin(intent, at) {
      if (stories.has(intent.id)) throw new Error(`handover ${intent.id} was begun before`)
      const asRead = readIntent(intentRow(intent))
      const first: Recorded = { seq: 0, at, event: { kind: 'asked' } }
      let story: Story | undefined
      const written = guarded(() => {
        keepBallast(ballast)
        story = record(undefined, asRead, first, () => undefined)
      })
      return settled(written, story)
    },
    append(id: string, at: number, event: HandoverEvent, sealed?: Sealed | 'erase') {
      const before = stories.get(id)
      if (before === undefined) throw new Error(`handover ${id} was never begun`)
      const next: Recorded = { seq: before.now.steps, at, event }
      let story: Story | undefined
      const write = () => (story = record(before, before.intent, next, () => keep(id, sealed)))
      const written = guarded(() => {
        try {
          write()
        } catch (error) {
          if (!isFull(error)) throw error
          dropBallast(ballast)
          write()
        }
      })
      if (written.ok) sweep()
      return settled(written, story)
    },
    story: (id) => stories.get(id),
    stories: () => (newestFirst ??= [...stories.values()].reverse()),
    sealed(id) {
      let found: Sealed | undefined
      const read = guarded(() => {
        const [row] = db.rows('SELECT key_id, text FROM sealed WHERE handover = ?', id)
        if (Array.isArray(row)) found = { keyId: String(row[0]), text: String(row[1]) }
      })
      return read.ok ? ok(found) : read
    },
    close() {
      onClose()
      trouble.end()
      sweeping = true
      sweep()
      db.close()
    },
  }
}

function settled(written: Result<void>, story: Story | undefined): Result<Story> {
  if (!written.ok) return written
  if (story === undefined) throw new Error('written, yet not there')
  return ok(story)
}
