import type { ServersReplies } from '../../contract/channels/servers'
import { failure } from '../../contract/failure'
import { failed, type Result } from '../../contract/result'
import type { Workspace } from '../../services/workspace'
import type { HandlersOf, Surroundings } from './desk-work'

/** Settings of the remembered servers, also while practice is in use. Each change is told to the window. */
export function serversHandlers(
  around: Surroundings,
  certificates: ReadonlyMap<string, string>,
): HandlersOf<keyof ServersReplies> {
  let replacing: AbortController | undefined
  const change = async (use: (workspace: Workspace) => Result<void> | Promise<Result<void>>): Promise<Result<void>> => {
    const real = around.desk.real()
    if (!real.ok) return real
    const changed = await use(real.value)
    around.tellApp()
    return changed
  }
  return {
    'server.rename': ({ id, name }) => change(({ servers }) => servers.rename(id, name)),
    'server.device-address': ({ id, url }) => change(({ servers }) => servers.setDeviceAddress(id, url)),
    'server.certificate': ({ id, certificate }) => {
      const pem = certificate === undefined ? undefined : certificates.get(certificate)
      if (certificate !== undefined && pem === undefined) return failed(failure('input.certificate'))
      return change(({ servers }) => servers.setCertificate(id, pem))
    },
    'server.token': ({ id, token }) =>
      change(async ({ servers, upkeep }) => {
        replacing?.abort()
        replacing = new AbortController()
        around.pasted(token)
        const replaced = await servers.replaceToken(id, token, replacing.signal)
        if (!replaced.ok) return replaced
        upkeep.wake()
        around.replacePage()
        return replaced
      }),
    'server.check': ({ id }) => change(({ servers }) => servers.check(id)),
  }
}
