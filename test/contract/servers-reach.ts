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

    const behindTls = async () => {
      const front = await startReverseProxy(scene.world.url, { certificate: certificates.good, prefix: '/influx' })
      onTestFinished(() => front.close())
      return { bare: front.url, url: `${front.url}/influx` }
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
      expect(await refused({ url: bare, token, ca: certificates.ca })).toBe('server.not-influx')
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
      const proxy = await startProxy(world.url)
      onTestFinished(() => proxy.close())
      const url = `http://influx.example:${new URL(proxy.url).port}`
      const desk = serverDesk()
      expect(why(await desk.attempt({ url, token: world.token })).code).toBe('tls.plain')
      expect([proxy.seen, desk.ports.ledger.connections()]).toEqual([[], []])

      const here = await desk.connected({ url: proxy.url, token: world.token })
      const asked = proxy.seen.length
      expect(why(await desk.attempt({ url, token: world.token })).code).toBe('tls.plain')
      expect(proxy.seen).toHaveLength(asked)
      const there = await desk.connected({ url, token: world.token, plainAccepted: true })
      expect([there.id === here.id, there.url]).toEqual([false, url])
      value(await desk.workspace.servers.check(there.id))
      expect(desk.health(there.id)?.kind).toBe('ok')
    })

    it('may be another one for devices, which write there with what they got; each connection has its own', async () => {
      const { world, mine } = scene
      const [field, plant] = [await startProxy(world.url), await startReverseProxy(world.url, { prefix: '/plant' })]
      onTestFinished(() => Promise.all([field.close(), plant.close()]).then(() => undefined))
      const desk = serverDesk()
      const { servers, sessions, handovers, code, board } = desk.workspace
      const first = await desk.connected({ url: world.url, token: world.token, deviceUrl: field.url })
      const second = await desk.connected({ url: `${plant.url}/plant`, token: world.token })
      expect([first.deviceUrl, second.deviceUrl]).toEqual([field.url, `${plant.url}/plant`])
      expect(await handedOver(desk)).toEqual({ url: `${plant.url}/plant` })

      value(await sessions.use(first.id))
      const { id, authId } = await desk.begin(world.unique(), mine)
      world.later(row(authId))
      value(await handovers.show(id))
      const { url = '', token = '' } = JSON.parse(code.payload() ?? '{}') as { readonly url?: string; token?: string }
      const written = await fetch(`${url}/api/v2/write?org=${world.orgId}&bucket=${mine}`, {
        method: 'POST',
        headers: { authorization: `Token ${token}` },
        body: `m,device=${world.unique()} v=1`,
      })
      expect(written.status).toBe(204)
      expect(field.seen.map(({ method, headers }) => [method, headers.authorization])).toEqual([
        ['POST', `Token ${token}`],
      ])

      value(servers.setDeviceAddress(first.id, 'https://devices.example:8443/influx/'))
      expect(why(servers.setDeviceAddress(first.id, 'ftp://devices.example')).code).toBe('input.url')
      expect(await handedOver(desk)).toEqual({ url: 'https://devices.example:8443/influx' })
      // What was begun before keeps the address it was begun with.
      expect(board.story(id)?.intent.settings.url).toBe(field.url)
      value(servers.setDeviceAddress(first.id, ' '))
      expect(await handedOver(desk)).toEqual({ url: world.url })
      expect(desk.saved(second.id)?.deviceUrl).toBe(`${plant.url}/plant`)
    })
  })
}
