import { statSync } from 'node:fs'
import { failure } from '../../contract/failure'
import { failed, ok, type Result } from '../../contract/result'
import { isAtRest, needsOwner } from '../../domain/at-rest'
import { apply, firstStep, type Recorded } from '../../domain/handover'
import type { Connection, Ledger, Numbered, Sealed, Story } from '../../ports/ledger'
import { addActs, readActs } from './acts'
import { dropBallast, keepBallast } from './ballast'
import { link } from './chain'
import { damagedError, diskFailure, isFull } from './damage'
import type { SqlDatabase, Value } from './database'
import { FoldedStory } from './folded-story'
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

/** An event that is to be written, after what was there `before`. */
interface Entry {
  readonly before?: Story
  readonly intent: Story['intent']
  readonly recorded: Recorded
  readonly sealed?: Sealed | 'erase' | undefined
}

/** The ledger over an open database and what was read from it; its memory follows what has reached the disk. */
export function ledgerOver(parts: {
  readonly db: SqlDatabase
  readonly file: string
  readonly loaded: Loaded
  readonly trouble: Trouble
  readonly onClose: () => void
}): Ledger {
  const { db, file, loaded, trouble, onClose } = parts
  const { install, stories, connections, atWork } = loaded
  const ballast = `${file}-ballast`
  const born = statSync(file)
  let { events, head, acts } = loaded
  let newestFirst: readonly Story[] | undefined
  let newestAtWork: readonly Story[] | undefined
  /** An erased secret may still be in the write-ahead log. */
  let sweeping = false

  const guarded = <T>(work: () => T): Result<T> => {
    try {
      // SQLite goes on writing into a file that was deleted or put aside, and says nothing.
      const there = statSync(file, { throwIfNoEntry: false })
      if (there === undefined || there.ino !== born.ino || there.dev !== born.dev) {
        throw damagedError('replaced', 'the file is not the one that was opened')
      }
      const broken = trouble.found()
      if (broken) throw broken
      return ok(work())
    } catch (error) {
      return failed(diskFailure(error, file))
    }
  }

  /** Reads what is held against its hashes; what is broken is noted. */
  const whole = <T>(read: () => T): T => {
    try {
      return read()
    } catch (error) {
      trouble.note(error)
      throw error
    }
  }

  /** A story's events, held against their hashes: nothing is added to what may be broken. */
  const verified = (story: Story): readonly Numbered[] =>
    story instanceof FoldedStory ? whole(() => story.verified()) : story.events

  /** Writes events, and what belongs to each, in one transaction; then memory follows. */
  const record = (entries: readonly Entry[]): readonly Story[] => {
    let [n, last] = [events, head]
    const rows = entries.map(({ before, intent, recorded, sealed }) => {
      const earlier = before === undefined ? [] : verified(before)
      const now = apply(before?.now, recorded)
      if (now === undefined)
        throw new Error(`${recorded.event.kind} has no place after ${before?.now.state ?? 'nothing'}`)
      const { kind, server, detail } = eventColumns(recorded.event)
      n += 1
      const row: readonly Value[] = [n, intent.id, recorded.seq, kind, recorded.at, server, detail]
      const first = before === undefined ? intentRow(intent) : []
      last = link(last, [...row, ...first])
      return { row: [...row, last], first, sealed, story: { intent, now, events: [...earlier, { ...recorded, n }] } }
    })
    db.transaction(() => {
      const moved = db.run(
        'UPDATE ledger SET events = ?, head = ? WHERE events = ? AND head = ?',
        n,
        last,
        events,
        head,
      )
      if (moved !== 1) throw damagedError('replaced', 'another program has written to it')
      for (const { row, first, sealed, story } of rows) {
        if (first.length > 0) db.run(insert.handover, ...first)
        db.run(insert.event, ...row)
        keep(story.intent.id, sealed)
      }
    })
    const written = rows.map(({ story }) => story)
    for (const story of written) {
      stories.set(story.intent.id, story)
      if (isAtRest(story)) atWork.delete(story.intent.id)
      else atWork.add(story.intent.id)
    }
    newestFirst = undefined
    newestAtWork = undefined
    events = n
    head = last
    return written
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

  const ledger: Ledger = {
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
      const open = ledger.pending().filter((story) => story.intent.connection === id && needsOwner(story.now))
      if (open.length > 0) return failed(failure('busy.open-handovers', { n: open.length }))
      return guarded(() => {
        db.transaction(() => db.run('DELETE FROM connection WHERE id = ?', id))
        connections.delete(id)
      })
    },
    begin: (intent, at) => single(ledger.beginAll([intent], at)),
    beginAll(intents, at) {
      for (const { id } of intents) if (stories.has(id)) throw new Error(`handover ${id} was begun before`)
      const entries = intents.map((intent) => ({
        intent: readIntent(intentRow(intent)),
        recorded: { seq: 0, at, event: firstStep(intent) },
      }))
      return guarded(() => {
        keepBallast(ballast)
        return record(entries)
      })
    },
    append: (id, at, event, sealed) => single(ledger.appendAll([{ id, at, event, sealed }])),
    appendAll(steps) {
      const entries = steps.map(({ id, at, event, sealed }) => {
        const before = stories.get(id)
        if (before === undefined) throw new Error(`handover ${id} was never begun`)
        return { before, intent: before.intent, recorded: { seq: before.now.steps, at, event }, sealed }
      })
      const written = guarded(() => {
        try {
          return record(entries)
        } catch (error) {
          if (!isFull(error)) throw error
          dropBallast(ballast)
          return record(entries)
        }
      })
      if (written.ok) sweep()
      return written
    },
    story: (id) => stories.get(id),
    stories: () => (newestFirst ??= [...stories.values()].reverse()),
    // By their keys: of the others, no line of the snapshot is read.
    pending() {
      if (newestAtWork) return newestAtWork
      const found: Story[] = []
      for (const [id, story] of stories) if (atWork.has(id)) found.push(story)
      return (newestAtWork = found.reverse())
    },
    sealed: (id) =>
      guarded(() => {
        const [row] = db.rows('SELECT key_id, text FROM sealed WHERE handover = ?', id)
        return Array.isArray(row) ? { keyId: String(row[0]), text: String(row[1]) } : undefined
      }),
    noteActs: (list) =>
      guarded(() => {
        if (list.length === 0) return
        let next = acts
        db.transaction(() => {
          next = addActs(db, acts, list)
        })
        acts = next
      }),
    acts: (connection, authId) => guarded(() => whole(() => readActs(db, install, connection, authId))),
    close() {
      onClose()
      trouble.end()
      sweeping = true
      sweep()
      db.close()
    },
  }
  return ledger
}

/** A list's one story. */
function single(written: Result<readonly Story[]>): Result<Story> {
  if (!written.ok) return written
  const [story] = written.value
  if (story === undefined) throw new Error('written, yet not there')
  return ok(story)
}
