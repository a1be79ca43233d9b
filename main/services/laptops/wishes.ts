import { failure } from '../../contract/failure'
import { failed, ok, type Result } from '../../contract/result'
import { asDescription } from '../../domain/description'
import type { LaptopRights } from '../../domain/laptop-token'
import type { Buckets } from '../buckets'
import type { Session } from '../sessions'

/** What a person asks for, for this laptop or another. */
export interface LaptopRequest {
  readonly name: string
  readonly bucketIds: readonly string[]
  readonly read: boolean
  readonly sharedAccepted: boolean
}

/** A request that can be granted. */
export interface ReadRequest {
  readonly name: string
  readonly rights: LaptopRights
}

/** Reads a request. `input.description`, `bucket.deleted`: the server would accept the ID of a bucket that is not there. */
export async function readRequest(
  session: Session,
  buckets: Buckets,
  { name, bucketIds, read }: LaptopRequest,
): Promise<Result<ReadRequest>> {
  const text = asDescription(name)
  if (text === undefined) return failed(failure('input.description'))
  const ids = [...new Set(bucketIds)]
  for (const id of ids) {
    const bucket = await buckets.find(session, id)
    if (!bucket.ok) return bucket
  }
  return ok({ name: text, rights: { orgId: session.connection.orgId, buckets: ids, read } })
}

/** Tries with a user of its own, and where that is refused and the person accepted it, without. */
export async function ownOrShared<T>(
  { connection }: Session,
  { sharedAccepted }: LaptopRequest,
  make: (own: boolean) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (connection.operator) {
    const made = await make(true)
    if (made.ok || made.failure.code !== 'laptop.shared' || !sharedAccepted) return made
  }
  return sharedAccepted ? make(false) : failed(failure('laptop.shared'))
}
