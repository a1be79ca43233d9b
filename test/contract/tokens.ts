import { beforeAll, describe, expect, it } from 'vitest'
import { everyToken } from '../../main/contract/token-query'
import type { CreateReply } from '../../main/contract/views'
import { allAccessScope, bucketScope, deviceScope } from '../../main/domain/permissions'
import { temporaryFolder } from '../support/temporary-folder'
import { connectTo, openWorkspace } from '../support/workspace'
import { nowhere, row, setScene, tokenText, value } from './influx-scene'
import type { World } from './influx-server'

const page = { ...everyToken, from: 0, count: 200 }

interface Stored {
  readonly status: string
  readonly description: string
  readonly userID: string
  readonly permissions: readonly { readonly action: string; readonly resource: Readonly<Record<string, string>> }[]
}

/** What Tokens does on a server, in the same words for every kind of it. */
export function tokensContract(name: string, open: () => Promise<World>): void {
  describe(name, () => {
    const scene = setScene(open)

    const desk = async () => {
      const test = openWorkspace(temporaryFolder())
      const { url, token } = scene.world
      const session = await connectTo(test, { url, token })
      const { tokens } = test.workspace
      const make = async (request: Parameters<typeof tokens.create>[0]) => {
        const made = value<CreateReply>(await tokens.create(request))
        if (made.kind !== 'created') throw new Error('duplicate')
        scene.world.later(row(made.row.id))
        const text = value(tokens.text(made.secret, 'show')).text ?? ''
        expect(text).toMatch(tokenText)
        return { ...made, text, stored: (await scene.world.raw('GET', row(made.row.id))).body as unknown as Stored }
      }
      return { ...test, tokens, session, make, unique: scene.world.unique }
    }
    /** A stored scope in the words of the domain: what the server adds to resources is left out. */
    const scopeOf = ({ permissions }: Stored) =>
      permissions.map(({ action, resource: { type, id, orgID } }) => ({
        action,
        resource: { type, ...(id === undefined ? {} : { id }), ...(orgID === undefined ? {} : { orgId: orgID }) },
      }))
    /** The status of a read by name, as a program does it; by ID InfluxDB 2.9.1 does not check reading. */
    const read = async (token: string, bucket: string) => {
      const { name } = (await scene.world.raw('GET', `/api/v2/buckets/${bucket}`)).body
      const query = `from(bucket: "${String(name)}") |> range(start: 0)`
      return (await scene.world.raw('POST', `/api/v2/query?org=${scene.world.orgId}`, { query }, token)).status
    }

    it('stores a device token as one write on one bucket; it writes and does not read', async () => {
      const { make, unique } = await desk()
      const device = unique()
      const { stored, text, row: listed } = await make({ kind: 'device', bucketId: scene.mine, description: device })
      expect(scopeOf(stored)).toEqual(deviceScope(scene.world.orgId, scene.mine))
      expect(stored).toMatchObject({ status: 'active', userID: scene.world.ownerId })
      expect(stored.description).toMatch(new RegExp(`^${device} \\| fieldkey:1 n=[0-9a-f]{32} i=[0-9a-f]{16}$`))
      expect(listed).toMatchObject({ kind: 'device', device, madeHere: true, active: true, duplicate: false })
      const mine = scene.world.as(text)
      expect((await mine.probeWrite(scene.world.orgId, scene.mine)).ok).toBe(true)
      expect((await mine.probeWrite(scene.world.orgId, scene.foreign)).ok).toBe(false)
      expect(await read(text, scene.mine)).toBe(404)
    })

    it('stores a bucket token as read and write on one bucket', async () => {
      const { make } = await desk()
      const { stored, text, row: listed } = await make({ kind: 'bucket', bucketId: scene.mine, description: 'grafana' })
      expect(scopeOf(stored)).toEqual(bucketScope(scene.world.orgId, scene.mine))
      expect(listed).toMatchObject({ kind: 'bucket', description: 'grafana', access: [{ actions: 'read-write' }] })
      expect((await scene.world.as(text).probeWrite(scene.world.orgId, scene.mine)).ok).toBe(true)
      expect([await read(text, scene.mine), await read(text, scene.foreign)]).toEqual([200, 404])
      const minted = await scene.world.as(text).create(scene.wanted(deviceScope(scene.world.orgId, scene.mine)))
      expect(minted.ok).toBe(false)
    })

    it('stores an all-access token that can mint; the tutorial’s cannot', async () => {
      const { make } = await desk()
      const { stored, text, row: listed } = await make({ kind: 'all-access', description: 'depot laptop' })
      const { orgId, ownerId } = scene.world
      expect(scopeOf(stored)).toEqual(allAccessScope(orgId, ownerId))
      expect(listed).toMatchObject({ kind: 'all-access', accessCount: 3 })
      const wanted = scene.wanted(deviceScope(orgId, scene.mine))
      const minted = value(await scene.world.as(text).create(wanted))
      scene.world.later(row(minted.authorization.id))
      const tutorial = await scene.world.mint(allAccessScope(orgId, ownerId).slice(0, 4))
      expect(await scene.world.as(tutorial.token).create(wanted)).toMatchObject({ failure: { code: 'perm.user' } })
    })

    it('gives a token to another user whom the connection may name, with that user’s own scope', async () => {
      const { make, tokens, session } = await desk()
      if (scene.world.cloud) return expect(value(await tokens.owners())).toEqual([session.connection.owner])
      const name = scene.world.unique()
      const user = value(await scene.world.admin.createUser(name))
      scene.world.later(`/api/v2/users/${user.id}`)
      const choice = value(await tokens.owners())
      expect(choice[0]).toEqual(session.connection.owner)
      expect(choice.slice(1)).toContainEqual({ id: user.id, name })
      const wish = { kind: 'all-access', description: 'office', ownerId: user.id } as const
      const { stored, row: listed } = await make(wish)
      expect(stored.userID).toBe(user.id)
      expect(listed).toMatchObject({ owner: name, userId: user.id })
      expect(scopeOf(stored)).toEqual(allAccessScope(scene.world.orgId, user.id))
    })

    it('keeps every text out of the list, the details, the events and the ledger', async () => {
      const { make, tokens, events, ports } = await desk()
      const { text, row: made } = await make({ kind: 'bucket', bucketId: scene.mine, description: 'canary' })
      value(await tokens.refresh())
      const told = [tokens.query(page), value(await tokens.find(made.id)), events, ports.ledger.stories()]
      expect(JSON.stringify(told)).not.toContain(text)
      expect(JSON.stringify(told)).not.toMatch(/[A-Za-z0-9_-]{86}==/)
    })

    it('finds one by its ID, listed or not, and says when there is none', async () => {
      const { tokens, session } = await desk()
      const { authorization } = scene.device
      const found = value(await tokens.find(authorization.id))
      expect(found.row).toMatchObject({ id: authorization.id, kind: 'device', byFieldkey: false, bucketId: scene.mine })
      expect(found).toMatchObject({ org: session.connection.org, orgId: scene.world.orgId, steps: [] })
      const self = await fetch(found.links.self.replace(scene.world.url, scene.world.direct), {
        headers: { authorization: `Token ${scene.world.token}` },
      })
      expect(self.status).toBe(200)
      value(await tokens.refresh())
      expect(value(await tokens.find(authorization.id))).toEqual(found)
      expect(await tokens.find(nowhere)).toMatchObject({ ok: false, failure: { code: 'token.gone' } })
    })

    it('lists kinds, names and deleted buckets as the server has them', async () => {
      const { tokens, make } = await desk()
      const gone = await scene.world.bucket()
      const { row: left } = await make({ kind: 'bucket', bucketId: gone, description: 'left over' })
      await scene.world.raw('DELETE', `/api/v2/buckets/${gone}`)
      value(await tokens.refresh())
      const search = left.id
      expect(tokens.query({ ...page, search }).rows).toMatchObject([
        { status: 'bucket-deleted', active: true, access: [{ what: gone, deleted: true }] },
      ])
      expect(tokens.query({ ...page, search, status: 'bucket-deleted' }).total).toBe(1)
      const operators = tokens.query({ ...page, kind: 'operator' })
      expect(operators.total).toBeGreaterThan(0)
      expect(operators.incomplete).toBe(scene.world.cloud ? 'cloud' : false)
    })

    it('tells what switching several off and on again will do, and so it is', async () => {
      const { make, tokens, unique } = await desk()
      const [first, second] = [unique(), unique()]
      const device = (description: string) => make({ kind: 'device', bucketId: scene.mine, description })
      const made = [await device(first), await device(second)]
      const reader = await make({ kind: 'bucket', bucketId: scene.mine, description: 'grafana' })
      const ids = [...made, reader].map((one) => one.row.id)
      value(await tokens.refresh())
      const before = value(tokens.summary([...ids, nowhere]))
      expect(before).toMatchObject({ off: { tokens: 2, devices: 2, keeping: 0, others: 1 }, gone: 1, locked: 0 })
      value(await tokens.setStatus(ids, 'inactive'))
      for (const { text } of [...made, reader]) {
        expect((await scene.world.as(text).probeWrite(scene.world.orgId, scene.mine)).ok).toBe(false)
      }
      expect(value(tokens.summary(ids)).on).toEqual({ tokens: 2, devices: 2, doubled: 0, others: 1 })
      value(await tokens.setStatus(ids, 'active'))
      for (const { text } of [...made, reader]) {
        expect((await scene.world.as(text).probeWrite(scene.world.orgId, scene.mine)).ok).toBe(true)
      }
    })

    it('edits the descriptions of several: each keeps its mark, its text and its status, and still writes', async () => {
      const { make, tokens, unique } = await desk()
      const names = [unique(), unique()]
      const [first, second] = names.map(
        (description) => ({ kind: 'device', bucketId: scene.mine, description }) as const,
      )
      if (!first || !second) throw new Error('two names')
      const made = [await make(first), await make(second)]
      const foreign = (await scene.world.mint(deviceScope(scene.world.orgId, scene.mine))).authorization
      const before = (await scene.world.raw('GET', row(foreign.id))).body as unknown as Stored
      const rows = [
        ...made.map((one, index) => ({ id: one.row.id, from: names[index] ?? '', to: `n-${names[index] ?? ''}` })),
        { id: foreign.id, from: before.description, to: 'Überwachung $& "Nord" .* 💧' },
        { id: nowhere, from: 'x', to: 'y' },
      ]
      value(await tokens.refresh())
      const how = { kind: 'add', before: 'n-', after: '' } as const
      const ids = made.map((one) => one.row.id)
      expect(value(tokens.previewDescribe(ids, how))).toMatchObject({
        changed: 2,
        unchanged: 0,
        refused: 0,
        doubled: 0,
      })
      const outcomes = value(await tokens.describeAll(rows))
      expect(outcomes.map(({ result }) => (result.ok ? 'done' : result.failure.code))).toEqual([
        ...['done', 'done', 'done'],
        'token.gone',
      ])
      for (const { stored, text, row: was } of made) {
        const now = (await scene.world.raw('GET', row(was.id))).body as unknown as Stored
        expect(now).toEqual({
          ...stored,
          description: `n-${stored.description}`,
          updatedAt: expect.any(String) as string,
        })
        expect((await scene.world.as(text).probeWrite(scene.world.orgId, scene.mine)).ok).toBe(true)
      }
      expect((await scene.world.raw('GET', row(foreign.id))).body['description']).toBe('Überwachung $& "Nord" .* 💧')
      // The same again is done already, and what reads otherwise is left alone.
      expect(value(await tokens.describeAll(rows.slice(0, 2))).every(({ result }) => result.ok)).toBe(true)
      const late = rows.slice(0, 1).map((one) => ({ ...one, to: 'other' }))
      expect(value(await tokens.describeAll(late))).toMatchObject([
        { result: { failure: { code: 'input.description', params: { why: 'changed' } } } },
      ])
    })

    describe('changes', () => {
      const set: { ids: string[] } = { ids: [] }
      beforeAll(async () => {
        for (let i = 0; i < 20; i += 1) {
          set.ids.push((await scene.world.mint(deviceScope(scene.world.orgId, scene.mine))).authorization.id)
        }
      })
      const statuses = async () =>
        new Set(
          (await Promise.all(set.ids.map((id) => scene.world.raw('GET', row(id))))).map(({ body }) => body['status']),
        )

      it('disables, enables, describes and revokes many', async () => {
        const { tokens } = await desk()
        const all = async (change: Promise<Awaited<ReturnType<typeof tokens.revoke>>>) =>
          value(await change).every(({ result }) => result.ok)
        expect(await all(tokens.setStatus(set.ids, 'inactive'))).toBe(true)
        expect(await statuses()).toEqual(new Set(['inactive']))
        expect(await all(tokens.setStatus(set.ids, 'active'))).toBe(true)
        expect(await statuses()).toEqual(new Set(['active']))
        const [first = ''] = set.ids
        expect(value(await tokens.describe(first, 'by hand'))).toMatchObject({
          description: 'by hand',
          byFieldkey: false,
        })
        expect((await scene.world.raw('GET', row(first))).body['description']).toBe('by hand')
        expect(await all(tokens.revoke(set.ids))).toBe(true)
        expect(await statuses()).toEqual(new Set([undefined]))
        // Gone is what was wanted.
        expect(await all(tokens.revoke(set.ids))).toBe(true)
      })
    })
  })
}
