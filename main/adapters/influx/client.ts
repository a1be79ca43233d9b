import * as v from 'valibot'
import { failure, type Failure } from '../../contract/failure'
import { done, failed, ok, type Result } from '../../contract/result'
import { firstDataQuery, readFirstData } from '../../domain/first-data-query'
import type { Permission } from '../../domain/permissions'
import type { Bucket, DataQuestion, FirstData, Influx, NewAuthorization, OnRepeat } from '../../ports/influx'
import { collectPages, pageSize } from './bucket-pages'
import { isCloudHost, readJson } from './judge'
import { peopleCalls } from './people'
import {
  authorizationSchema,
  authorizationsSchema,
  bucketSchema,
  bucketsSchema,
  meSchema,
  mintedSchema,
  orgsSchema,
  usersSchema,
} from './schemas'
import { messageOf } from './status-failures'
import type { Ask, Reply } from './ask'

/** A user ID nobody has: IDs are never this small. */
const nobody = '0000000000000001'

/** The calls of the port over `ask`. `host` fills sentences. */
export function createClient(ask: Ask, host: string): Influx {
  /** The token's owner, learnt from `/me`: tells "your own user" from "somebody else's token" in later refusals. */
  let owner: string | undefined
  const api = '/api/v2'
  const broken = failed(failure('server.error', { host }))
  const read = <T>(schema: v.GenericSchema<unknown, T>, reply: Result<Reply>): Result<T> => {
    if (!reply.ok) return reply
    const json = readJson(reply.value.answer)
    const parsed = json.ok ? v.safeParse(schema, json.value) : undefined
    return parsed?.success ? ok(parsed.output) : broken
  }
  const token = (id: string) => `${api}/authorizations/${encodeURIComponent(id)}`
  const change = async (id: string, what: object, onRepeat?: OnRepeat, onLeft?: () => void) => {
    const reply = await ask({
      method: 'PATCH',
      path: token(id),
      json: what,
      expect: [200],
      asked: known({ call: 'token' }),
      onRepeat,
      onLeft,
    })
    const row = read(authorizationSchema, reply)
    return row.ok && row.value.id !== id ? broken : row
  }
  const known = <T extends object>(asked: T) => ({ ...asked, ...(owner === undefined ? {} : { owner }) })
  const write = (orgId: string, bucketId: string, body: string, repeat: boolean) =>
    ask({
      method: 'POST',
      path: `${api}/write?${new URLSearchParams({ org: orgId, bucket: bucketId, precision: 'ns' }).toString()}`,
      text: body,
      type: 'text/plain; charset=utf-8',
      repeat,
      expect: [204],
      // Before 2.1 a permitted empty write was answered so (influxdata/influxdb-client-python#131).
      also: (answer) => body === '' && answer.status === 400 && /writing requires points/.test(messageOf(answer)),
      asked: known({ call: 'write', bucket: bucketId }),
    })
  const bucketOf = ({ id, name, orgID }: v.InferOutput<typeof bucketSchema>): Bucket => ({ id, name, orgId: orgID })
  const data = async (query: DataQuestion, which: 'first' | 'last'): Promise<Result<FirstData>> => {
    const reply = await ask({
      method: 'POST',
      path: `${api}/query?${new URLSearchParams({ org: query.orgId }).toString()}`,
      text: firstDataQuery(query, which),
      type: 'application/vnd.flux',
      accept: 'application/csv',
      repeat: true,
      expect: [200],
      asked: { call: 'query', bucket: query.bucketId },
    })
    if (!reply.ok) return reply
    const found = readFirstData(reply.value.answer.body, which)
    if (!found.readable) return broken
    const { at } = found
    return ok(at === undefined ? { kind: 'none' } : { kind: 'seen', at })
  }

  return {
    ...peopleCalls(ask, read, host),
    async me(signal) {
      const me = read(meSchema, await ask({ path: `${api}/me`, expect: [200], asked: { call: 'me' }, signal }))
      if (me.ok) owner = me.value.id
      else if (me.failure.code === 'perm.user') owner = String(me.failure.params['user'])
      return me
    },
    async seesEveryone() {
      // InfluxDB Cloud has no operators, and its 404 for a user nobody has would prove nothing.
      if (isCloudHost(host)) return ok(false)
      const path = `${api}/users/${nobody}`
      const reply = await ask({ path, expect: [200, 404], asked: { call: 'users' } })
      if (reply.ok) return ok(true)
      return reply.failure.code === 'perm.user' ? ok(false) : reply
    },
    users: () =>
      collectPages(async (offset) => {
        const path = `${api}/users?${new URLSearchParams({ limit: String(pageSize), offset: String(offset) }).toString()}`
        const part = read(usersSchema, await ask({ path, expect: [200], asked: { call: 'users' } }))
        return part.ok ? ok(part.value.users) : part
      }, true),
    async organizations() {
      const orgs = read(
        orgsSchema,
        await ask({ path: `${api}/orgs?limit=100`, expect: [200], asked: { call: 'orgs' } }),
      )
      return orgs.ok ? ok(orgs.value.orgs) : orgs
    },
    async authorizations(orgId, signal) {
      const path = `${api}/authorizations${orgId === undefined ? '' : `?orgID=${encodeURIComponent(orgId)}`}`
      const list = read(
        authorizationsSchema,
        await ask({ path, list: true, expect: [200], asked: { call: 'list' }, signal }),
      )
      return list.ok ? ok(list.value.authorizations) : list
    },
    async authorization(id) {
      const row = read(
        authorizationSchema,
        await ask({ path: token(id), expect: [200], asked: known({ call: 'token' }) }),
      )
      return row.ok && row.value.id !== id ? broken : row
    },
    async create(wanted) {
      const reply = await ask({
        method: 'POST',
        path: `${api}/authorizations`,
        json: toWire(wanted),
        once: true,
        expect: [201],
        asked: known({ call: 'create', ...onlyBucket(wanted.permissions) }),
      })
      const minted = read(mintedSchema, reply)
      return reply.ok && !minted.ok ? failed(failure('token.unsure', { host }, 'server.error')) : minted
    },
    setStatus: (id, status, onRepeat, onLeft) => change(id, { status }, onRepeat, onLeft),
    setDescription: (id, description) => change(id, { description }),
    async remove(id, onRepeat, onLeft) {
      const asked = known({ call: 'token' as const })
      const reply = await ask({ method: 'DELETE', path: token(id), expect: [204], asked, onRepeat, onLeft })
      if (reply.ok) return ok('removed')
      return reply.failure.code === 'token.gone' ? ok('gone') : reply
    },
    async buckets(orgId) {
      const rows = await collectPages(async (offset) => {
        const org = orgId === undefined ? {} : { orgID: orgId }
        const query = new URLSearchParams({ limit: String(pageSize), offset: String(offset), ...org })
        const path = `${api}/buckets?${query.toString()}`
        const part = read(bucketsSchema, await ask({ path, expect: [200], asked: { call: 'buckets' } }))
        return part.ok ? ok(part.value.buckets) : part
      })
      return rows.ok ? ok(rows.value.filter(({ type }) => type !== 'system').map(bucketOf)) : rows
    },
    async bucket(id) {
      const path = `${api}/buckets/${encodeURIComponent(id)}`
      const one = read(bucketSchema, await ask({ path, expect: [200], asked: { call: 'bucket', bucket: id } }))
      return one.ok ? ok(bucketOf(one.value)) : one
    },
    async probeWrite(orgId, bucketId) {
      const reply = await write(orgId, bucketId, '', true)
      return reply.ok ? done : reply
    },
    async write(orgId, bucketId, lines) {
      const reply = await write(orgId, bucketId, lines, false)
      return reply.ok ? done : reply
    },
    firstData: (query) => data(query, 'first'),
    lastData: (query) => data(query, 'last'),
  }
}

/** Every call of a client whose token cannot be a header's value fails so, before anything is sent. */
export function refuseAll(why: Failure): Influx {
  const no = () => Promise.resolve(failed(why))
  return {
    me: no,
    seesEveryone: no,
    users: no,
    organizations: no,
    authorizations: no,
    authorization: no,
    create: no,
    setStatus: no,
    setDescription: no,
    remove: no,
    createUser: no,
    userNamed: no,
    removeUser: no,
    setPassword: no,
    buckets: no,
    bucket: no,
    probeWrite: no,
    write: no,
    firstData: no,
    lastData: no,
  }
}

function toWire({ orgId, userId, description, status, permissions }: NewAuthorization): object {
  return {
    orgID: orgId,
    ...(userId === undefined ? {} : { userID: userId }),
    description,
    status,
    permissions: permissions.map(({ action, resource: { type, id, orgId: org } }) => ({
      action,
      resource: { type, ...(id === undefined ? {} : { id }), ...(org === undefined ? {} : { orgID: org }) },
    })),
  }
}

function onlyBucket(permissions: readonly Permission[]): { readonly bucket?: string } {
  const bucket = permissions.find(({ resource }) => resource.type === 'buckets')?.resource.id
  return bucket === undefined ? {} : { bucket }
}
