import type * as v from 'valibot'
import { failure } from '../../contract/failure'
import { done, failed, ok, type Result } from '../../contract/result'
import type { Influx } from '../../ports/influx'
import type { Ask, Reply } from './ask'
import { meSchema, usersSchema } from './schemas'

/** Reads a reply's JSON. */
type Read = <T>(schema: v.GenericSchema<unknown, T>, reply: Result<Reply>) => Result<T>

const api = '/api/v2/users'

/** The calls about users. `host` fills sentences. */
export function peopleCalls(
  ask: Ask,
  read: Read,
  host: string,
): Pick<Influx, 'createUser' | 'userNamed' | 'removeUser' | 'setPassword'> {
  return {
    async createUser(name) {
      const reply = await ask({
        method: 'POST',
        path: api,
        json: { name },
        once: true,
        expect: [201],
        asked: { call: 'users' },
      })
      const user = read(meSchema, reply)
      return reply.ok && !user.ok ? failed(failure('token.unsure', { host }, 'server.error')) : user
    },
    async userNamed(name) {
      const path = `${api}?${new URLSearchParams({ name }).toString()}`
      const reply = await ask({ path, expect: [200, 404], asked: { call: 'users' } })
      if (!reply.ok) return reply
      if (reply.value.answer.status === 404) return ok(undefined)
      const found = read(usersSchema, reply)
      return found.ok ? ok(found.value.users.find((user) => user.name === name)) : found
    },
    async removeUser(id) {
      const path = `${api}/${encodeURIComponent(id)}`
      const reply = await ask({ method: 'DELETE', path, expect: [204, 404], asked: { call: 'users' } })
      return reply.ok ? ok(reply.value.answer.status === 404 ? 'gone' : 'removed') : reply
    },
    async setPassword(id, password) {
      const path = `${api}/${encodeURIComponent(id)}/password`
      const reply = await ask({
        method: 'POST',
        path,
        json: { password },
        repeat: true,
        expect: [204],
        asked: { call: 'users' },
      })
      return reply.ok ? done : reply
    },
  }
}
