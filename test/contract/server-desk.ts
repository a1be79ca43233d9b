import path from 'node:path'
import { onTestFinished } from 'vitest'
import { createClock } from '../../main/adapters/clock'
import { createInfluxNetwork } from '../../main/adapters/influx/network'
import { createRandom } from '../../main/adapters/random'
import { everyToken } from '../../main/contract/token-query'
import type { ConnectRequest } from '../../main/services/connect'
import { everyNameHere } from '../support/cloud-name'
import { createFileVault } from '../support/file-vault'
import { temporaryFolder } from '../support/temporary-folder'
import { openWorkspace } from '../support/workspace'
import { value } from './influx-scene'

const never = new AbortController().signal

/** A laptop with its keychain in a file beside its other files, and what it knows of its connections. */
export function serverDesk(folder = temporaryFolder()) {
  const vault = createFileVault(path.join(folder, 'keychain.json'))
  const network = createInfluxNetwork({ clock: createClock(), random: createRandom(), lookup: everyNameHere })
  onTestFinished(() => {
    network.close()
  })
  const test = openWorkspace(folder, { vault, network })
  const { workspace, ports } = test
  const { connect, sessions, servers, tokens, buckets } = workspace

  const attempt = ({ url, token, ...more }: Partial<ConnectRequest> & Pick<ConnectRequest, 'url' | 'token'>) =>
    connect({ url, token, name: '', deviceUrl: '', plainAccepted: false, ...more }, never)

  return {
    ...test,
    folder,
    attempt,
    /** Connects as a person does that is asked nothing, and answers the connection. */
    async connected(request: Parameters<typeof attempt>[0]) {
      const tried = value(await attempt(request))
      if (tried.kind !== 'connected') throw new Error(tried.kind)
      return tried.session.connection
    },
    replaceToken: (id: string, token: string) => servers.replaceToken(id, token, never),
    /** The token in the keychain. */
    stored: async (id: string) => value(await vault.get(`${ports.ledger.install}/${id}/token`)),
    saved: (id: string) => ports.ledger.connections().find((one) => one.id === id),
    health: (id: string) => servers.views().find((one) => one.id === id)?.health,
    /** The IDs of the tokens that the connection in use lists, as the server has them now. */
    async listed() {
      value(await tokens.refresh())
      return tokens.query({ ...everyToken, from: 0, count: 10_000 }).rows.map(({ id }) => id)
    },
    /** The IDs of the buckets that the connection in use offers. */
    async offered() {
      const session = value(await sessions.current())
      return value(await buckets.list(session, true)).map(({ id }) => id)
    },
    /** Begins a handover at the connection in use; its token is made then. */
    async begin(device: string, bucketId: string) {
      const begun = value(await workspace.handovers.start({ device, bucketId, delivery: 'qr', keepBoth: false }))
      if (begun.kind !== 'started') throw new Error(begun.kind)
      const { id, authId = '' } = begun.handover
      return { id, authId, settings: workspace.board.story(id)?.intent.settings }
    },
  }
}
