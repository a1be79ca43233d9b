import { ok, type Result } from '../contract/result'
import type { Bucket } from '../ports/influx'
import type { Session } from './sessions'

/** The buckets a technician may choose, kept until asked for afresh. */
export interface Buckets {
  list(session: Session, fresh: boolean): Promise<Result<readonly Bucket[]>>
  /** A bucket by ID, from the kept list or from the server. `bucket.deleted`. */
  find(session: Session, id: string): Promise<Result<Bucket>>
  /** The connection has another token, which may see others. */
  forget(connectionId: string): void
}

/** Makes the bucket list. */
export function createBuckets(): Buckets {
  const kept = new Map<string, readonly Bucket[]>()

  const buckets: Buckets = {
    async list(session, fresh) {
      const { connection, influx } = session
      const known = kept.get(connection.id)
      if (known && !fresh) return ok(known)
      const listed = await influx.buckets(connection.orgId)
      if (!listed.ok) return listed
      const all = listed.value.length > 0 ? listed.value : await namedByOwnToken(session)
      const sorted = [...all].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
      kept.set(connection.id, sorted)
      return ok(sorted)
    },
    async find(session, id) {
      const known = kept.get(session.connection.id)?.find((bucket) => bucket.id === id)
      return known ? ok(known) : session.influx.bucket(id)
    },
    forget: (id) => void kept.delete(id),
  }
  return buckets
}

/** A token that may write to buckets but not read them sees none; its own permissions name them. */
async function namedByOwnToken({ connection, influx }: Session): Promise<readonly Bucket[]> {
  const rows = await influx.authorizations(connection.orgId)
  if (!rows.ok) return []
  const own = rows.value.filter((row) =>
    connection.authId === undefined ? row.userId === connection.owner.id : row.id === connection.authId,
  )
  const named = new Map<string, Bucket>()
  for (const { action, resource } of own.flatMap(({ permissions }) => permissions)) {
    if (action !== 'write' || resource.type !== 'buckets' || !resource.id || resource.name === undefined) continue
    named.set(resource.id, { id: resource.id, name: resource.name, orgId: connection.orgId })
  }
  return [...named.values()]
}
