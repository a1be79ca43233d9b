import type { ConnectionsReplies } from '../../contract/channels/connections'
import { done, ok } from '../../contract/result'
import { viewOf } from '../../services/desk'
import { onDesk, onReal, type HandlersOf, type Surroundings } from './desk-work'

/** Servers: connecting, the remembered ones, their keychain entries. One line for each request: which service answers. */
export function connectionsHandlers(
  around: Surroundings,
  certificates: Map<string, string>,
): HandlersOf<keyof ConnectionsReplies> {
  const { tellApp } = around
  const at = onDesk(around.desk)
  const atReal = onReal(around.desk)
  let connecting: AbortController | undefined
  return {
    'connect.try': ({ certificate, ...request }) =>
      atReal(async ({ connect, upkeep }) => {
        connecting?.abort()
        connecting = new AbortController()
        const ca = certificate === undefined ? undefined : certificates.get(certificate)
        around.pasted(request.token)
        const tried = await connect({ ...request, ca }, connecting.signal)
        if (!tried.ok) return tried
        if (tried.value.kind === 'choose-org') return ok(tried.value)
        upkeep.start()
        tellApp()
        around.replacePage()
        return ok({ kind: 'connected', connection: viewOf(tried.value.session.connection, false) })
      }),
    'connect.cancel': () => {
      connecting?.abort()
      return done
    },
    'connect.certificate': async () => {
      const pem = await around.chooseCertificate()
      if (pem === undefined) return ok({})
      const read = around.readCertificate(pem)
      if (!read.ok) return read
      const handle = read.value.sha256.slice(0, 32)
      certificates.set(handle, pem)
      return ok({ certificate: handle, subject: read.value.subject })
    },
    'connection.use': ({ id }) =>
      atReal(async ({ sessions, servers }) => {
        const session = await sessions.use(id)
        tellApp()
        if (session.ok) void servers.check(id)
        return session.ok ? ok(viewOf(session.value.connection, false)) : session
      }),
    'connection.forget': ({ id }) =>
      atReal(async ({ sessions }) => {
        const forgotten = await sessions.forget(id)
        tellApp()
        return forgotten
      }),
    'connection.check': () => at(async ({ tokens, upkeep }) => (upkeep.wake(), tokens.refresh())),
    'keychain.retry': () => around.retryKeychain(),
  }
}
