// What minting costs without Fieldkey: one POST, one PATCH, nothing around them.
import http from 'node:http'

/** @typedef {{ readonly url: string, readonly org: string, readonly token: string }} Server */
/** @typedef {{ readonly id: string, readonly description: string }} Row */

/**
 * Sends one request and gives the parsed answer; throws when the status is not 2xx.
 * @param {Server} server
 * @param {string} method
 * @param {string} path
 * @param {{ body?: unknown, agent?: http.Agent | false }} [options] `agent: false`: on a connection of its own
 * @returns {Promise<any>}
 */
export function ask({ url, token }, method, path, { body, agent = false } = {}) {
  const text = body === undefined ? '' : JSON.stringify(body)
  const headers = { authorization: `Token ${token}`, 'content-type': 'application/json', 'content-length': text.length }
  return new Promise((resolve, reject) => {
    const request = http.request(url + path, { method, headers, agent }, (answer) => {
      let reply = ''
      answer.setEncoding('utf8').on('data', (part) => (reply += part))
      answer.on('end', () => {
        if (answer.statusCode && answer.statusCode < 300) resolve(reply === '' ? undefined : JSON.parse(reply))
        else reject(new Error(`${method} ${path}: ${String(answer.statusCode)} ${reply}`))
      })
    })
    request.on('error', reject)
    request.end(text)
  })
}

/**
 * Prepares the bare pair of requests on a bucket: the POST on a connection of its own, the PATCH on a kept one. Each
 * call of the result sends one pair and gives its milliseconds.
 * @param {Server} server
 * @param {string} bucket name
 * @returns {Promise<(description: string) => Promise<number>>}
 */
export async function createBarePair(server, bucket) {
  const { buckets } = await ask(server, 'GET', `/api/v2/buckets?name=${encodeURIComponent(bucket)}`)
  const { id, orgID } = buckets[0]
  const permissions = [{ action: 'write', resource: { type: 'buckets', id, orgID } }]
  const agent = new http.Agent({ keepAlive: true })
  return async (description) => {
    const begun = performance.now()
    const body = { orgID, description, status: 'inactive', permissions }
    const made = await ask(server, 'POST', '/api/v2/authorizations', { body })
    await ask(server, 'PATCH', `/api/v2/authorizations/${made.id}`, { body: { status: 'active' }, agent })
    return performance.now() - begun
  }
}

/**
 * Deletes every token whose description begins with `prefix`.
 * @param {Server} server
 * @param {string} prefix
 */
export async function removeTokens(server, prefix) {
  const { authorizations } = await ask(server, 'GET', '/api/v2/authorizations')
  for (const { id, description } of /** @type {Row[]} */ (authorizations)) {
    if (description.startsWith(prefix)) await ask(server, 'DELETE', `/api/v2/authorizations/${id}`)
  }
}
