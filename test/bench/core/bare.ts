import http from 'node:http'
import { eachOf } from '../../../main/services/in-parallel'
import type { Target } from './workspace'

/** Requests with nothing around them: what the server itself takes. */
export function bareRequests({ url, token }: Target) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 })
  const ask = (method: string, path: string, body?: unknown): Promise<string> => {
    const text = body === undefined ? '' : JSON.stringify(body)
    const headers = { authorization: `Token ${token}`, 'content-length': Buffer.byteLength(text) }
    return new Promise((resolve, reject) => {
      const request = http.request(url + path, { method, headers, agent }, (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () => {
          const reply = Buffer.concat(parts).toString('utf8')
          if ((answer.statusCode ?? 500) < 300) resolve(reply)
          else reject(new Error(`${method} ${path}: ${String(answer.statusCode)} ${reply}`))
        })
      })
      request.on('error', reject)
      request.end(text)
    })
  }
  const list = () => ask('GET', '/api/v2/authorizations')
  const bucket = async () => {
    const { buckets } = JSON.parse(await ask('GET', '/api/v2/buckets?name=plant')) as {
      buckets: readonly { readonly id: string; readonly orgID: string }[]
    }
    const [first] = buckets
    if (!first) throw new Error('no bucket')
    return first
  }
  return {
    list,
    bucket,
    /** Makes the tokens so named, `width` at once; `active` by a PATCH of its own, as a handover does it. */
    async mint(names: readonly string[], width: number, activate: boolean): Promise<void> {
      const { id, orgID } = await bucket()
      const permissions = [{ action: 'write', resource: { type: 'buckets', id, orgID } }]
      await eachOf(names, width, async (description) => {
        const body = { orgID, description, status: 'inactive', permissions }
        const made = JSON.parse(await ask('POST', '/api/v2/authorizations', body)) as { readonly id: string }
        if (activate) await ask('PATCH', `/api/v2/authorizations/${made.id}`, { status: 'active' })
      })
    },
    /** Deletes every token whose description begins with `prefix`. */
    async remove(prefix: string): Promise<void> {
      const { authorizations } = JSON.parse(await list()) as {
        authorizations: readonly { readonly id: string; readonly description: string }[]
      }
      const mine = authorizations.filter(({ description }) => description.startsWith(prefix))
      await eachOf(mine, 16, ({ id }) => ask('DELETE', `/api/v2/authorizations/${id}`))
    },
    close: () => {
      agent.destroy()
    },
  }
}
