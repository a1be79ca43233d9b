import type { TestServer } from './influx-server'

/** A plain HTTP request to InfluxDB, so that tests do not prove Fieldkey's client with itself. */
export async function ask(
  url: string,
  token: string,
  path: string,
  request: { readonly method?: string; readonly body?: string; readonly type?: string } = {},
): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await fetch(url + path, {
    method: request.method ?? (request.body === undefined ? 'GET' : 'POST'),
    headers: { authorization: `Token ${token}`, ...(request.type ? { 'content-type': request.type } : {}) },
    ...(request.body === undefined ? {} : { body: request.body }),
  })
  return { status: answer.status, text: await answer.text() }
}

/** The token in the answer to a create request. */
export const tokenIn = (answer: string): string | undefined => /"token":\s*"([^"]+)"/.exec(answer)?.[1]

/** What a device does with the settings it scanned: writes a point. */
export function writePoint(settings: Record<string, string>, value = 1) {
  const { url = '', token = '', org = '', bucket = '', device = '' } = settings
  return ask(url, token, `/api/v2/write?org=${org}&bucket=${bucket}`, {
    body: `pump,device=${device} v=${String(value)}`,
  })
}

/** What a device must not be able to do with them: read its bucket. */
export function readBucket({ url = '', token = '', org = '' }: Record<string, string>, bucket: string) {
  const body = `from(bucket: "${bucket}") |> range(start: -1h)`
  return ask(url, token, `/api/v2/query?org=${org}`, { body, type: 'application/vnd.flux' })
}

/** The authorizations whose description begins with `device`, as the operator sees them. */
export async function tokensOf({ url, token }: Pick<TestServer, 'url' | 'token'>, device: string) {
  const { text } = await ask(url, token, '/api/v2/authorizations')
  const { authorizations } = JSON.parse(text) as {
    authorizations: { id: string; description: string; status: string }[]
  }
  return authorizations.filter(({ description }) => description.startsWith(`${device} |`))
}

/** A second operator token of the same server. */
export async function operatorToken(server: Pick<TestServer, 'url' | 'token'>): Promise<string> {
  const { text: orgs } = await ask(server.url, server.token, '/api/v2/orgs')
  const [org] = (JSON.parse(orgs) as { orgs: { id: string }[] }).orgs
  const types = ['authorizations', 'buckets', 'users', 'orgs']
  const permissions = types.flatMap((type) => ['read', 'write'].map((action) => ({ action, resource: { type } })))
  const body = JSON.stringify({ orgID: org?.id, description: 'another operator token', permissions })
  const { text } = await ask(server.url, server.token, '/api/v2/authorizations', { body })
  return (JSON.parse(text) as { token: string }).token
}
