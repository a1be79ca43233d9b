import type { TestServer } from './influx-server'
import { ask } from './raw-influx'

/** An InfluxDB user of its own for a laptop, with the limited token its window connects with. */
export interface LaptopUser {
  readonly id: string
  readonly token: string
  /** Takes user and tokens off the server again. */
  remove(): Promise<void>
}

/** Makes one by plain requests: write and read on one bucket, and what minting needs (influxdb.md). */
export async function createLaptopUser(server: TestServer, name: string, bucketName: string): Promise<LaptopUser> {
  const call = async (path: string, body?: object, method?: string) => {
    const request = { ...(body === undefined ? {} : { body: JSON.stringify(body) }), ...(method ? { method } : {}) }
    const { status, text } = await ask(server.url, server.token, `/api/v2${path}`, request)
    if (status >= 300) throw new Error(`${path}: ${String(status)} ${text}`)
    return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>
  }
  const found = await call(`/buckets?name=${encodeURIComponent(bucketName)}`)
  const [bucket] = found['buckets'] as { id: string; orgID: string }[]
  const { id } = (await call('/users', { name })) as { id: string }
  const orgID = bucket?.orgID
  const resources = [
    { type: 'authorizations', orgID },
    { type: 'users', id },
    { type: 'buckets', orgID, id: bucket?.id },
  ]
  const permissions = resources.flatMap((resource) => ['read', 'write'].map((action) => ({ action, resource })))
  const minted = await call('/authorizations', { orgID, userID: id, description: `laptop of ${name}`, permissions })
  return {
    id,
    token: String(minted['token']),
    async remove() {
      const { authorizations } = (await call(`/authorizations?userID=${id}`)) as { authorizations: { id: string }[] }
      for (const one of authorizations) await call(`/authorizations/${one.id}`, undefined, 'DELETE')
      await call(`/users/${id}`, undefined, 'DELETE')
    },
  }
}
