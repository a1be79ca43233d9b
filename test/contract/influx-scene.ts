import { afterAll, beforeAll } from 'vitest'
import type { Failure } from '../../main/contract/failure'
import type { Result } from '../../main/contract/result'
import { deviceScope, type Permission } from '../../main/domain/permissions'
import type { Minted, NewAuthorization } from '../../main/ports/influx'
import type { World } from './influx-server'

/** A token's text. */
export const tokenText = /^[A-Za-z0-9_-]{86}==$/
/** An ID nobody has. */
export const nowhere = '0000000000000001'
/** Where tokens are made. */
export const create = '/api/v2/authorizations'
/** Where one token is. */
export const row = (id: string) => `${create}/${id}`

/** The value of a result that must be a success. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`failed: ${result.failure.code} ${JSON.stringify(result.failure.params)}`)
  return result.value
}

/** The failure of a result that must be one. */
export function why(result: Result<unknown>): Failure {
  if (result.ok) throw new Error(`succeeded: ${JSON.stringify(result.value)}`)
  return result.failure
}

/** A server with two buckets, a laptop token for one of them, and a device token made for it. */
export interface Scene {
  readonly world: World
  readonly mine: string
  readonly foreign: string
  /** Smallest laptop token: its own tokens, its own user, one bucket. */
  readonly laptop: Minted
  readonly device: Minted
  on(action: Permission['action'], type: string, id?: string): Permission
  user(action: Permission['action'], id?: string): Permission
  laptopScope(bucket: string, owner?: string): readonly Permission[]
  wanted(permissions: readonly Permission[]): NewAuthorization
  /** The body of a POST, as it travels. */
  wire(permissions: readonly object[], more?: object): object
  wireBucket(id?: string, orgID?: string): object
  /** The path of a write. */
  write(bucket: string, org?: string): string
}

/** Sets the scene before the first test of the suite it is called in, and clears it after the last. */
export function setScene(open: () => Promise<World>): Scene {
  const set: { now?: Pick<Scene, 'world' | 'mine' | 'foreign' | 'laptop' | 'device'> } = {}
  const get = () => {
    if (!set.now) throw new Error('nothing is on the scene before its first test')
    return set.now
  }
  const { on, user, laptopScope, ...rest } = tools(get)
  beforeAll(async () => {
    const world = await open()
    const mine = await world.bucket()
    const foreign = await world.bucket()
    const blank = { world, mine, foreign }
    const own = tools(() => blank)
    const laptop = await world.mint(own.laptopScope(mine))
    const device = await world.mint(deviceScope(world.orgId, mine))
    set.now = { ...blank, laptop, device }
  })
  afterAll(async () => {
    await set.now?.world.close()
  })
  return {
    get world() {
      return get().world
    },
    get mine() {
      return get().mine
    },
    get foreign() {
      return get().foreign
    },
    get laptop() {
      return get().laptop
    },
    get device() {
      return get().device
    },
    on,
    user,
    laptopScope,
    ...rest,
  }
}

function tools(get: () => { readonly world: World }) {
  const on: Scene['on'] = (action, type, id) => ({
    action,
    resource: { type, orgId: get().world.orgId, ...(id === undefined ? {} : { id }) },
  })
  const user: Scene['user'] = (action, id = get().world.ownerId) => ({ action, resource: { type: 'users', id } })
  return {
    on,
    user,
    laptopScope: (bucket: string, owner?: string) => [
      on('read', 'authorizations'),
      on('write', 'authorizations'),
      user('read', owner),
      user('write', owner),
      on('read', 'buckets', bucket),
      on('write', 'buckets', bucket),
    ],
    wanted: (permissions: readonly Permission[]): NewAuthorization => {
      const { orgId, unique } = get().world
      return { orgId, description: unique(), status: 'inactive', permissions }
    },
    wire: (permissions: readonly object[], more: object = {}) => ({ orgID: get().world.orgId, permissions, ...more }),
    wireBucket: (id?: string, orgID = get().world.orgId) => ({
      action: 'write',
      resource: { type: 'buckets', ...(id === undefined ? {} : { id }), orgID },
    }),
    write: (bucket: string, org = get().world.orgId) => `/api/v2/write?org=${org}&bucket=${bucket}`,
  }
}
