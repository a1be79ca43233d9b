import { describe, expect, it, onTestFinished } from 'vitest'
import { makeCertificates } from '../support/certificates'
import { startProxy } from '../support/proxy'
import { startReverseProxy } from '../support/reverse-proxy'
import { row, setScene, value, why } from './influx-scene'
import type { World } from './influx-server'
import { serverDesk } from './server-desk'

const certificates = makeCertificates()

/** How a connection reaches its server, and where it sends devices, in the same words for every kind of server. */
export function serverReachContract(name: string, open: () => Promise<World>): void {
  describe(name, () => {
    const scene = setScene(open)

    /** The address of a server on this computer; Cloud is known by its name only. */
    const named = (url: string) =>
      scene.world.cloud ? url.replace('127.0.0.1', new URL(scene.world.url).hostname) : url
    const behindTls = async () => {
      const certificate = scene.world.cloud ? certificates.cloud : certificates.good
      const front = await startReverseProxy(scene.world.direct, { certificate, prefix: '/influx' })
      onTestFinished(() => front.close())
      const bare = named(front.url)
      return { bare, url: `${bare}/influx` }
    }
    /** A handover's settings, whose token does not outlast the suite. */
    const handedOver = async ({ begin }: Pick<ReturnType<typeof serverDesk>, 'begin'>) => {
      const { authId, settings } = await begin(scene.world.unique(), scene.mine)
      scene.world.later(row(authId))
      return settings
    }

    it('leads over TLS below a path once the authority’s file is chosen; devices are told both', async () => {
      const { bare, url } = await behindTls()
      const { token } = scene.world
      const desk = serverDesk()
      const { attempt, ports, workspace } = desk
      const refused = async (request: Parameters<typeof attempt>[0]) => why(await attempt(request)).code
      expect(await refused({ url, token })).toBe('tls.unknown')
      expect(await refused({ url, token, ca: certificates.selfSigned.cert })).toBe('tls.unknown')
      expect(await refused({ url, token, ca: 'no certificate' })).toBe('input.certificate')
      // A region is known by its name: whatever it answers instead of its ping, it is no stranger.
      const nothingThere = scene.world.cloud ? 'server.error' : 'server.not-influx'
      expect(await refused({ url: bare, token, ca: certificates.ca })).toBe(nothingThere)
      expect([ports.ledger.connections(), workspace.sessions.chosen()]).toEqual([[], undefined])

      const { id, orgId } = await desk.connected({ url: `${url}/`, token, ca: certificates.ca })
      expect([orgId, await desk.stored(id)]).toEqual([scene.world.orgId, token])
      value(await workspace.servers.check(id))
      expect(desk.health(id)?.kind).toBe('ok')
      expect(await desk.listed()).toEqual(expect.arrayContaining([scene.device.authorization.id]))
      const ca = value(ports.crypto.certificate(certificates.ca)).sha256
      expect(await handedOver(desk)).toEqual({ url, ca })

      desk.close()
      const next = serverDesk(desk.folder)
      value(await next.workspace.servers.check(id))
      expect(next.workspace.servers.views()).toMatchObject([
        { url, certificate: expect.stringContaining('site-authority') as string, health: { kind: 'ok' } },
      ])
    })

    it('keeps its authority where the server does not answer under another one, or none', async () => {
      const { url } = await behindTls()
      const desk = serverDesk()
      const { id } = await desk.connected({ url, token: scene.world.token, ca: certificates.ca })
      const { servers } = desk.workspace
      const before = desk.saved(id)
      for (const pem of [undefined, certificates.selfSigned.cert]) {
        expect(why(await servers.setCertificate(id, pem)).code).toBe('tls.unknown')
      }
      expect(why(await servers.setCertificate(id, 'no certificate')).code).toBe('input.certificate')
      expect(desk.saved(id)).toEqual(before)
      const bundle = `${certificates.selfSigned.cert}${certificates.ca}`
      value(await servers.setCertificate(id, bundle))
      expect(desk.saved(id)?.ca).toBe(bundle)
      value(await servers.check(id))
      expect(await desk.listed()).toEqual(expect.arrayContaining([scene.device.authorization.id]))
    })

    it('is each connection’s own: an authority that one trusts says nothing for another', async () => {
      const [one, other] = [await behindTls(), await behindTls()]
      const { token } = scene.world
      const desk = serverDesk()
      const { id } = await desk.connected({ url: one.url, token, ca: certificates.ca })
      expect(why(await desk.attempt({ url: other.url, token })).code).toBe('tls.unknown')
      expect(desk.ports.ledger.connections().map((saved) => saved.id)).toEqual([id])
    })

    it('sends no token in clear beyond this computer until the person accepted that', async () => {
      const { world } = scene
      const proxy = await startProxy(world.direct)
      onTestFinished(() => proxy.close())
      const url = named(`http://${world.cloud ? '127.0.0.1' : 'influx.example'}:${new URL(proxy.url).port}`)
      const desk = serverDesk()
      expect(why(await desk.attempt({ url, token: world.token })).code).toBe('tls.plain')
      expect([proxy.seen, desk.ports.ledger.connections()]).toEqual([[], []])

      // Cloud is never on this computer: what answers like it here is nobody's, and is shown no token.
      const here = await desk.attempt({ url: proxy.url, token: world.token })
      if (world.cloud) expect(why(here).code).toBe('server.not-influx')
      expect([here.ok, proxy.seen.some(({ headers }) => headers.authorization)]).toEqual([!world.cloud, !world.cloud])
      const asked = proxy.seen.length
      expect(why(await desk.attempt({ url, token: world.token })).code).toBe('tls.plain')
      expect(proxy.seen).toHaveLength(asked)
      const there = await desk.connected({ url, token: world.token, plainAccepted: true })
      expect([there.url, desk.ports.ledger.connections().length]).toEqual([url, world.cloud ? 1 : 2])
      value(await desk.workspace.servers.check(there.id))
      expect(desk.health(there.id)?.kind).toBe('ok')
    })

    it('may be another one for devices, which write there with what they got; each connection has its own', async () => {
      const { world, mine } = scene
      const [field, plant] = [
        await startProxy(world.direct),
        await startReverseProxy(world.direct, { prefix: '/plant' }),
      ]
      onTestFinished(() => Promise.all([field.close(), plant.close()]).then(() => undefined))
      const desk = serverDesk()
      const { servers, sessions, handovers, code, board } = desk.workspace
      const [{ token }, plainAccepted, there] = [world, world.cloud, `${named(plant.url)}/plant`]
      const first = await desk.connected({ url: world.url, token, deviceUrl: field.url, plainAccepted })
      const second = await desk.connected({ url: there, token, plainAccepted })
      expect([first.deviceUrl, second.deviceUrl]).toEqual([field.url, there])
      expect(await handedOver(desk)).toEqual({ url: there })

      value(await sessions.use(first.id))
      const { id, authId } = await desk.begin(world.unique(), mine)
      world.later(row(authId))
      value(await handovers.show(id))
      const { url = '', token: shown } = JSON.parse(code.payload() ?? '{}') as { url?: string; token?: string }
      const written = await fetch(`${url}/api/v2/write?org=${world.orgId}&bucket=${mine}`, {
        method: 'POST',
        headers: { authorization: `Token ${String(shown)}` },
        body: `m,device=${world.unique()} v=1`,
      })
      expect(written.status).toBe(204)
      expect(field.seen.map(({ method, headers }) => [method, headers.authorization])).toEqual([
        ['POST', `Token ${String(shown)}`],
      ])

      value(servers.setDeviceAddress(first.id, 'https://devices.example:8443/influx/'))
      expect(why(servers.setDeviceAddress(first.id, 'ftp://devices.example')).code).toBe('input.url')
      expect(await handedOver(desk)).toEqual({ url: 'https://devices.example:8443/influx' })
      // What was begun before keeps the address it was begun with.
      expect(board.story(id)?.intent.settings.url).toBe(field.url)
      value(servers.setDeviceAddress(first.id, ' '))
      expect(await handedOver(desk)).toEqual({ url: world.url })
      expect(desk.saved(second.id)?.deviceUrl).toBe(there)
    })
  })
}
