import { expect, onTestFinished } from 'vitest'
import { createCrypto } from '../../main/adapters/crypto'
import { createRandom } from '../../main/adapters/random'
import type { Permission } from '../../main/domain/permissions'
import type { Authorization, Me } from '../../main/ports/influx'
import { cloudUrl } from '../support/cloud-name'
import { brokenInvariants } from '../support/invariants'
import { connectLaptop, deviceOnCable, runLaptop, type LaptopOptions, type Run } from '../support/laptop'
import { startProxy } from '../support/proxy'
import { row, value, type Scene } from './influx-scene'

export type LaptopCase = Awaited<ReturnType<typeof laptopCase>>

/** Reading and writing of one kind of thing. */
export const both = (type: string, where: object = {}) =>
  (['read', 'write'] as const).map((action): Permission => ({ action, resource: { type, ...where } }))
/** What rules a server. */
export const everything = ['authorizations', 'buckets', 'orgs', 'users'].flatMap((type) => both(type))

/**
 * What one test has to itself on a server that others use at the same time: a name, which all its tokens and users carry
 * and by which they are removed at its end, a proxy before the server, a practice device, and laptops.
 */
export async function laptopCase({ world, mine, foreign }: Scene) {
  const name = world.unique()
  const { orgId } = world
  const users = async (): Promise<readonly Me[]> =>
    world.cloud ? [] : value(await world.admin.users()).filter((user) => user.name.includes(name))
  const rows = async (): Promise<readonly Authorization[]> =>
    value(await world.admin.authorizations()).filter((one) => `${one.description} ${one.user}`.includes(name))
  onTestFinished(async () => {
    for (const { id } of await rows()) await world.raw('DELETE', row(id))
    for (const { id } of await users()) await world.raw('DELETE', `/api/v2/users/${id}`)
  })
  const proxy = await startProxy(world.direct)
  onTestFinished(() => proxy.close())
  const atProxy = world.cloud ? cloudUrl(Number(new URL(proxy.url).port)) : proxy.url
  const device = deviceOnCable()
  // Phrases cost little here: test/contract/crypto.test.ts looks at what they cost really.
  const crypto = createCrypto({ random: createRandom(), guessCost: 2 ** 10 })
  const run = (options: LaptopOptions = {}) => runLaptop(device, { ...options, ports: { crypto, ...options.ports } })
  const mint = async (permissions: readonly Permission[], userId: string, description = name) =>
    value(await world.admin.create({ orgId, userId, description, status: 'active', permissions }))
  const status = async (method: string, path: string, token: string, body?: object | string) =>
    (await world.raw(method, path, body, token)).status

  return {
    name,
    proxy,
    device,
    users,
    rows,
    run,
    mint,
    /** Where its devices write, past the proxy. */
    target: { url: world.direct, bucket: { id: mine, orgId } },
    /** Whether its laptops have to accept http: only this computer's own names need not. */
    plain: world.cloud,
    /** A laptop connected through the proxy, with the operator's token if no other is told. */
    async laptop(options: LaptopOptions = {}) {
      const at = { url: atProxy, token: options.token ?? world.token, bucketId: mine }
      const laptop = await connectLaptop(run(options), at)
      expect(laptop.session.connection.kind).toBe(world.cloud ? 'cloud' : 'oss2')
      return laptop
    },
    /** Another user of the server. */
    user: async (suffix: string) => value(await world.admin.createUser(`${name} ${suffix}`)),
    /** Rights for this test's bucket, as the dialog asks for them: at Cloud nobody can have a user of its own; all its laptops are here. */
    wish: { name, bucketIds: [mine], read: false, sharedAccepted: world.cloud, onlyHereAccepted: true },
    /** A device's name. */
    pump: `${name}-pump`,
    /** The status of a bare request with a token. */
    status,
    /** What a token's owner is told when it writes to its bucket and to one that is not its own. */
    writes: async (token: string) => [
      await status('POST', `/api/v2/write?org=${orgId}&bucket=${mine}`, token, `m,device=${name} v=1`),
      await status('POST', `/api/v2/write?org=${orgId}&bucket=${foreign}`, token, `m,device=${name} v=1`),
    ],
    /** The same for reading by name, as a program does it. */
    reads: async (token: string) => {
      const by = async (id: string) => {
        const bucket = value(await world.admin.bucket(id))
        const query = `from(bucket: "${bucket.name}") |> range(start: 0)`
        return status('POST', `/api/v2/query?org=${orgId}`, token, { query })
      }
      return [await by(mine), await by(foreign)]
    },
    /** The statuses of asking for tokens with each of these permissions. */
    mints: async (token: string, ...asked: readonly (readonly Permission[])[]) => {
      const answers: number[] = []
      for (const permissions of asked) {
        const wire = permissions.map(({ action, resource: { orgId: orgID, ...rest } }) => ({
          action,
          resource: { ...rest, ...(orgID === undefined ? {} : { orgID }) },
        }))
        answers.push(
          await status('POST', '/api/v2/authorizations', token, {
            orgID: orgId,
            description: name,
            permissions: wire,
          }),
        )
      }
      return answers
    },
    /** The invariants I1, I2 and I3 of laptops that are quiet, as sentences; empty when they hold. */
    broken: async (...laptops: readonly Pick<Run, 'ports'>[]) =>
      brokenInvariants({ rows: await rows(), laptops: laptops.map(({ ports }) => ports.ledger) }),
    /** Fails where anybody of this test's users is a member or an owner of the organization, or was to become one. */
    async nobodyJoined() {
      for (const role of ['members', 'owners']) {
        const { body } = await world.raw('GET', `/api/v2/orgs/${orgId}/${role}`)
        // The practice server has no such place, so nobody is.
        const joined = (body['users'] ?? []) as readonly { readonly name: string }[]
        expect(joined.filter((one) => one.name.includes(name))).toEqual([])
      }
      expect(proxy.seen.filter(({ path }) => /\/(members|owners)/.test(path))).toEqual([])
    },
  }
}
