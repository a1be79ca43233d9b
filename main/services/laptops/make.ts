import { failure, type Failure } from '../../contract/failure'
import { failed, ok, type Result } from '../../contract/result'
import { describe, type LaptopRole } from '../../domain/description'
import { laptopScope, type LaptopRights } from '../../domain/laptop-token'
import { isOnDeletedBucket, sameScope } from '../../domain/permissions'
import type { Authorization, NewAuthorization } from '../../ports/influx'
import type { Session } from '../sessions'
import type { TokenActs } from '../token-acts'

/** A laptop token as it is wanted. */
export interface Wish {
  readonly nonce: string
  readonly name: string
  readonly role: LaptopRole
  readonly rights: LaptopRights
  /** Name of a user of its own; without one it belongs to the owner of the token in use. */
  readonly user?: string | undefined
}

/** A laptop token that is on the server, active, of exactly the asked scope. */
export interface Made {
  readonly authId: string
  readonly token: string
  readonly owner: { readonly id: string; readonly name: string }
  /** By the server's clock, ISO 8601. */
  readonly createdAt: string
}

/**
 * Makes a laptop token, with a user of its own where one is asked for: never a member of the organization, whose session
 * could read every bucket. Whatever fails, something may have been made: the caller's errand has it deleted.
 */
export type MakeLaptopToken = (session: Session, wish: Wish) => Promise<Result<Made>>

/** Makes the step. */
export function createMakeLaptopToken(parts: { readonly install: string; readonly acts: TokenActs }): MakeLaptopToken {
  const { install, acts } = parts

  const ownerOf = async ({ connection, influx }: Session, { user }: Wish): Promise<Result<Made['owner']>> => {
    if (user === undefined) return ok(connection.owner)
    const made = await influx.createUser(user)
    if (made.ok) return ok({ id: made.value.id, name: made.value.name })
    return made.failure.code === 'perm.user' ? failed(failure('laptop.shared')) : made
  }

  return async (session, wish) => {
    const owner = await ownerOf(session, wish)
    if (!owner.ok) return owner
    const { orgId } = session.connection
    const wanted: NewAuthorization & { readonly userId: string } = {
      orgId,
      userId: owner.value.id,
      description: describe(wish.name, { nonce: wish.nonce, install, role: wish.role }),
      status: 'inactive',
      permissions: laptopScope(wish.rights, owner.value.id),
    }
    const minted = await session.influx.create(wanted)
    if (!minted.ok) return minted
    const { authorization, token } = minted.value
    const wrong = flaw(wanted, authorization, 'inactive')
    if (wrong) return failed(wrong)
    // The answer repeats the whole authorization: the proof that it is there.
    const active = await session.influx.setStatus(authorization.id, 'active')
    if (!active.ok) return active
    const late = flaw(wanted, active.value, 'active')
    if (late) return failed(late)
    const { id: authId, createdAt } = authorization
    acts.note(session.connection.id, authId, { kind: made[wish.role], detail: wish.name })
    return ok({ authId, token, owner: owner.value, createdAt })
  }
}

const made = { laptop: 'laptop-made', carried: 'carried-made' } as const

/** What the server granted against what was asked of it. */
function flaw(
  wanted: NewAuthorization & { readonly userId: string },
  granted: Authorization,
  status: Authorization['status'],
): Failure | undefined {
  const same =
    sameScope(wanted.permissions, granted.permissions) &&
    granted.orgId === wanted.orgId &&
    granted.userId === wanted.userId &&
    granted.description === wanted.description
  if (!same) return failure('token.scope')
  if (granted.status !== status) return failure('token.unsure')
  return granted.permissions.some(isOnDeletedBucket) ? failure('bucket.deleted') : undefined
}
