import { onTestFinished } from 'vitest'
import { createClock } from '../../main/adapters/clock'
import { createRandom } from '../../main/adapters/random'
import { createPracticeServer } from '../../main/practice/server/server'
import type { StoredAuthorization, StoredBucket, StoredUser } from '../../main/practice/server/state'
import { startOrganization } from './hostile-organization'
import { ask } from './raw-influx'

/** A server whose every name is hostile. */
export interface HostileServer {
  /** Its organization's name at first. */
  readonly orgName: string
  /** Buckets whose names strain the layout most. */
  readonly stressful: readonly string[]
  /** Devices that have a token, one for each of the buckets with the longest names too. */
  readonly taken: readonly string[]
  /** A token for each name: in its description, its bucket's and its owner's name. */
  readonly tokens: readonly { readonly id: string; readonly name: string }[]
  /** Names that were refused for something until now. */
  readonly refused: readonly string[]
  /** Gives its organization another name; whether it has it now. */
  renameOrg(name: string): Promise<boolean>
}

const atOnce = 8

/** Long, turned around, piled up, or markup. */
function isStressful(name: string): boolean {
  return name.length > 400 || name.includes('\u202e') || name.includes('\u0301') || name.includes('<img')
}

/** So long that no line holds it, however it is drawn. */
export function isLong(name: string): boolean {
  return name.length > 390
}

/** The longest come last, so that they are the newest and stand first in every list. */
function longLast(names: readonly string[]): readonly string[] {
  return [...names].sort((a, b) => Number(isLong(a)) - Number(isLong(b)))
}

/** Every other one may read as well, which is a risk; the longest all do. */
function scopeOf(index: number, resource: object, name = '') {
  return (index % 2 === 0 || isLong(name) ? ['read', 'write'] : ['write']).map((action) => ({ action, resource }))
}

/** What marks a token as a device's. */
function deviceMark(device: string): string {
  return `${device} | fieldkey:1 n=${device.slice(-4).padStart(32, '0')} i=${'2'.repeat(16)}`
}

/** What marks a token as a laptop's. */
function laptopMark(name: string, index: number): string {
  return `${name} | fieldkey:1 n=${index.toString(16).padStart(32, '0')} i=${'2'.repeat(16)} k=laptop`
}
function laptopOf(name: string, index: number, { orgID, userID }: { readonly orgID: string; readonly userID: string }) {
  const resource = { type: 'authorizations', orgID }
  return { orgID, userID, description: laptopMark(name, index), permissions: scopeOf(0, resource) }
}

/** Fills a server that is ours alone: a user, a bucket, an organization and a token for each name. */
export async function fillWithHostileNames(
  { url, token }: { readonly url: string; readonly token: string },
  names: readonly string[],
): Promise<HostileServer> {
  const refused = new Set<string>()
  const call = async (path: string, body: object, method?: string) => {
    const { status, text } = await ask(url, token, `/api/v2${path}`, {
      body: JSON.stringify(body),
      ...(method ? { method } : {}),
    })
    return status < 300 ? (JSON.parse(text) as { id: string }) : undefined
  }
  const { text } = await ask(url, token, '/api/v2/buckets?name=plant')
  const [plant] = (JSON.parse(text) as { buckets: { id: string; orgID: string }[] }).buckets
  if (!plant) throw new Error('no bucket')
  const { orgID } = plant
  const scope = (id: string, index: number, name?: string) => scopeOf(index, { type: 'buckets', id, orgID }, name)

  const tokens: { id: string; name: string }[] = []
  const taken: string[] = []
  const deviceToken = async (bucket: string) => {
    const device = `PUMP-${String(taken.length + 1).padStart(4, '0')}`
    taken.push(device)
    await call('/authorizations', { orgID, description: deviceMark(device), permissions: scope(bucket, 1) })
  }
  const stressful: string[] = []
  const fill = async (name: string, index: number) => {
    const user = await call('/users', { name })
    if (!user) refused.add(name)
    const bucket = await call('/buckets', { name, orgID, retentionRules: [] })
    if (!bucket) refused.add(name)
    if (index % 4 === 0 && !(await call('/orgs', { name }))) refused.add(name)
    const made = await call('/authorizations', {
      orgID,
      description: name,
      permissions: scope(bucket?.id ?? plant.id, index, name),
      ...(user ? { userID: user.id } : {}),
    })
    if (made) tokens.push({ id: made.id, name })
    else refused.add(name)
    if (bucket && isLong(name)) await deviceToken(bucket.id)
    if (user && isStressful(name)) await call('/authorizations', laptopOf(name, index, { orgID, userID: user.id }))
    if (bucket && stressful.length < 6 && isStressful(name)) stressful.push(name)
  }
  await deviceToken(plant.id)
  const ordered = longLast(names)
  for (let from = 0; from < ordered.length; from += atOnce) {
    await Promise.all(ordered.slice(from, from + atOnce).map((name, index) => fill(name, from + index)))
  }
  const orgName = '<b onclick=alert(1)>field</b>'
  const renameOrg = async (name: string) => {
    const renamed = (await call(`/orgs/${orgID}`, { name }, 'PATCH')) !== undefined
    if (!renamed) refused.add(name)
    return renamed
  }
  await renameOrg(orgName)
  return {
    ...{ orgName, stressful, taken, tokens, renameOrg },
    get refused() {
      return names.filter((name) => refused.has(name))
    },
  }
}

/** The lists in a practice server's saved state that names are put into. */
interface SavedLists {
  readonly org: { readonly id: string; readonly name: string; readonly createdAt: string }
  readonly users: StoredUser[]
  readonly buckets: StoredBucket[]
  readonly authorizations: StoredAuthorization[]
}

/** A practice server with the same, for names that InfluxDB does not take: they are put into its state. */
export async function startHostilePractice(
  names: readonly string[],
): Promise<HostileServer & { readonly url: string; readonly token: string }> {
  const parts = { clock: createClock(), random: createRandom() }
  const saved = JSON.parse(createPracticeServer(parts).save()) as SavedLists
  const at = saved.org.createdAt
  const idOf = (kind: string, index: number) => `${kind}${String(index).padStart(15, '0')}`
  const tokenOf = (id: string, description: string, index: number, resource: object): StoredAuthorization => ({
    id,
    hash: '0'.repeat(64),
    status: 'active',
    description,
    userID: idOf('a', index),
    permissions: scopeOf(index, resource) as StoredAuthorization['permissions'],
    createdAt: at,
    updatedAt: at,
  })
  const bucketOf = (index: number) => ({ type: 'buckets', id: idOf('b', index), orgID: saved.org.id })
  for (const [index, name] of names.entries()) {
    saved.users.push({ id: idOf('a', index), name, status: 'active' })
    saved.buckets.push({ id: idOf('b', index), name, type: 'user', createdAt: at })
    saved.authorizations.push(tokenOf(idOf('c', index), name, index, bucketOf(index)))
    const rights = { type: 'authorizations', orgID: saved.org.id }
    saved.authorizations.push(tokenOf(idOf('d', index), laptopMark(name, index), index, rights))
  }
  const taken = 'PUMP-0001'
  saved.authorizations.push(tokenOf(idOf('e', 1), deviceMark(taken), 1, bucketOf(1)))
  const server = createPracticeServer({ ...parts, saved: JSON.stringify(saved) })
  const { url } = await server.listen(0)
  onTestFinished(() => server.close())
  const front = await startOrganization(url, saved.org.name)
  await front.rename(names[0] ?? '')
  return {
    url: front.url,
    token: server.adminToken,
    orgName: names[0] ?? '',
    // A field takes no line breaks, so these can be typed.
    stressful: names.filter((name) => !/\p{Cc}/u.test(name)).slice(0, 4),
    taken: [taken],
    tokens: names.map((name, index) => ({ id: idOf('c', index), name })),
    refused: [],
    renameOrg: front.rename,
  }
}
