import { createCrypto } from '../../main/adapters/crypto'
import { createRandom } from '../../main/adapters/random'
import { allAccessScope } from '../../main/domain/permissions'
import type { Clock } from '../../main/ports/clock'
import type { Authorization, Influx } from '../../main/ports/influx'
import { eagerNetwork, practiceWorld, type Laptop, type LaptopOptions } from './practice-world'

export type LaptopWorld = Awaited<ReturnType<typeof laptopWorld>>

/**
 * A practice world with what the tests of laptop tokens look at: users, rows, and the token in a laptop's keychain. `clock`
 * is the server's.
 */
export async function laptopWorld(options: { readonly clock?: Clock } = {}) {
  const world = await practiceWorld(options)
  const before = new Set((await everything(world.operator)).map(({ id }) => id))
  const network = eagerNetwork()
  const crypto = createCrypto({ random: createRandom(), guessCost: 2 ** 10 })
  /** Phrases cost little here: test/contract/crypto.test.ts looks at what they cost really. */
  const quick = (options: LaptopOptions = {}) => ({ ...options, ports: { crypto, ...options.ports } })

  return {
    ...world,
    run: (options?: LaptopOptions) => world.run(quick(options)),
    laptop: (options?: LaptopOptions) => world.laptop(quick(options)),
    /** Rights for the first bucket, as the dialog asks for them. */
    wish: {
      name: 'Anna’s laptop',
      bucketIds: [world.bucket.id],
      read: false,
      sharedAccepted: false,
      // All laptops of a test are this computer.
      onlyHereAccepted: true,
    },
    /** Authorizations that were not there at first. */
    made: async () => (await everything(world.operator)).filter(({ id }) => !before.has(id)),
    /** Names of the users Fieldkey made. */
    users: async () => (await world.userNames()).filter((name) => name.includes('(fieldkey ')),
    /** A client with a token, past the proxy. */
    as: (token: string) => network.client({ url: world.url }, token),
    /** A laptop connected with an all-access token, which cannot make users. */
    async allAccess(options: LaptopOptions = {}) {
      const me = await world.operator.me()
      if (!me.ok) throw new Error(me.failure.code)
      const { token, authorization } = await world.mint(allAccessScope(world.bucket.orgId, me.value.id))
      return { laptop: await world.laptop(quick({ ...options, token })), authorization }
    },
  }
}

/** The token in a laptop's keychain for the connection in use. */
export async function storedToken({ vault, ports }: Pick<Laptop, 'vault' | 'ports'>): Promise<string> {
  const [connection] = ports.ledger.connections()
  const read = await vault.get(`${ports.ledger.install}/${connection?.id ?? ''}/token`)
  if (!read.ok || read.value === undefined) throw new Error('no token is stored')
  return read.value
}

async function everything(operator: Influx): Promise<readonly Authorization[]> {
  const rows = await operator.authorizations()
  if (!rows.ok) throw new Error(rows.failure.code)
  return rows.value
}
