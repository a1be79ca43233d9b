import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { bundleScript, type BundledScript } from '../support/bundle-script'
import { choose, connect, launchApp, scanWindow, type App } from '../support/app'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { ask, writePoint } from '../support/raw-influx'
import { startKeychain } from '../support/remote-keychain'
import { filesHolding } from '../support/search-secret'
import { temporaryFolder } from '../support/temporary-folder'

interface Row {
  readonly id: string
  readonly description: string
  readonly userID: string
  readonly user: string
  readonly orgID: string
}

/** What a limited laptop must not do to others' things, each as a path and a body. */
const beyond = (org: string, bucket: string, name: string): Readonly<Record<string, readonly [string, string]>> => {
  const at = (path: string) => `/api/v2/${path}?org=${org}&bucket=${bucket}`
  const all = { start: '1970-01-01T00:00:00Z', stop: '2100-01-01T00:00:00Z' }
  const flux = `option task = {name: "t", every: 1h}\n\nfrom(bucket: "plant") |> range(start: -1h) |> to(bucket: "${name}", org: "field")`
  return {
    'write elsewhere': [at('write'), 'm v=1'],
    'delete elsewhere': [at('delete'), JSON.stringify(all)],
    'read elsewhere': [
      `/api/v2/query?org=${org}`,
      JSON.stringify({ query: `from(bucket: "${name}") |> range(start: 0)` }),
    ],
    // Reading was not chosen.
    'read its own': [`/api/v2/query?org=${org}`, JSON.stringify({ query: 'from(bucket: "plant") |> range(start: 0)' })],
    'make a task': ['/api/v2/tasks', JSON.stringify({ orgID: org, flux })],
    'make a bucket': ['/api/v2/buckets', JSON.stringify({ orgID: org, name: `${name}-2`, retentionRules: [] })],
    'make an organization': ['/api/v2/orgs', JSON.stringify({ name: `${name}-org` })],
    'make a user': ['/api/v2/users', JSON.stringify({ name: `${name}-user` })],
  }
}
/** InfluxDB 2.9.1 hides a bucket that may not be read; a task of whatever buckets is refused as `500 failed to create task: unauthorized`, and what rules the server as 401. */
const refusals = {
  ...{
    'write elsewhere': 403,
    'delete elsewhere': 403,
    'read elsewhere': 404,
    'read its own': 404,
    'make a task': 500,
  },
  ...{ 'make a bucket': 401, 'make an organization': 401, 'make a user': 401 },
}

describeWithInflux('laptops on InfluxDB', hashedServer, (server) => {
  let script: BundledScript
  beforeAll(async () => {
    script = await bundleScript('test/support/keychain-process.ts')
  })
  afterAll(() => script.remove())

  const json = async <T>(path: string, token = server.token): Promise<T> =>
    JSON.parse((await ask(server.url, token, path)).text) as T
  const rowsOf = async (name: string) => {
    const { authorizations } = await json<{ authorizations: Row[] }>('/api/v2/authorizations')
    return authorizations.filter(({ description }) => description.startsWith(`${name} |`))
  }
  const bucket = async (name: string) => {
    const { buckets } = await json<{ buckets: { id: string; orgID: string }[] }>(`/api/v2/buckets?name=${name}`)
    const [found] = buckets
    if (!found) throw new Error(`no bucket ${name}`)
    return found
  }
  /** The token the app keeps in the system's keychain. */
  const stored = async ({ userData }: App, orgId: string): Promise<string> => {
    const { canaryWritten } = JSON.parse(readFileSync(`${userData}/settings.json`, 'utf8')) as { canaryWritten: string }
    const { createHash } = await import('node:crypto')
    const connection = createHash('sha256').update(`${server.url} ${orgId}`).digest('hex').slice(0, 16)
    const keychain = startKeychain(script.file, process.env)
    onTestFinished(() => keychain.stop())
    const read = await keychain.vault.get(`${canaryWritten}/${connection}/token`)
    if (!read.ok || read.value === undefined) throw new Error('no token is stored')
    return read.value
  }
  const openLaptops = async ({ page }: App, button: string) => {
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('button', { name: button }).click()
    return page.getByRole('dialog', { name: button })
  }
  const mint = (token: string, orgID: string, action: string, id?: string) =>
    ask(server.url, token, '/api/v2/authorizations', {
      body: JSON.stringify({
        orgID,
        permissions: [{ action, resource: { type: 'buckets', orgID, ...(id ? { id } : {}) } }],
      }),
    })

  it('limits this laptop: neither the token in the keychain nor a session of its user mints, writes or rules beyond its bucket', async () => {
    const folder = temporaryFolder()
    const name = `E2E-LIMIT-${String(Date.now())}`
    const plant = await bucket('plant')
    const other = JSON.parse(
      (
        await ask(server.url, server.token, '/api/v2/buckets', {
          body: JSON.stringify({ orgID: plant.orgID, name: `${name}-other` }),
        })
      ).text,
    ) as { id: string }
    const app = await launchApp(`${folder}/user-data`)
    await connect(app, server)
    const dialog = await openLaptops(app, 'Limit this laptop')
    await dialog.getByRole('textbox', { name: 'Name of this laptop' }).fill(name)
    await dialog.getByRole('checkbox', { name: 'plant', exact: true }).check()
    await dialog.getByRole('button', { name: 'Limit it now' }).click()
    await dialog.getByRole('heading', { name: 'This laptop is limited' }).waitFor()
    await dialog.getByRole('button', { name: 'Done' }).click()

    const [row, ...more] = await rowsOf(name)
    if (!row) throw new Error('no token was made')
    expect(more).toEqual([])
    const token = await stored(app, plant.orgID)
    expect(token).not.toBe(server.token)
    expect((await json<{ id: string }>('/api/v2/me', token)).id).toBe(row.userID)
    const refused = async (by: (body: [string, string?]) => Promise<{ status: number }>) => [
      (await by(['write', other.id])).status,
      (await by(['read', plant.id])).status,
      (await by(['write'])).status,
      (await by(['read'])).status,
    ]
    expect(await refused(([action, id]) => mint(token, plant.orgID, action, id))).toEqual([403, 403, 403, 403])
    const attempts = beyond(plant.orgID, other.id, `${name}-other`)
    const tried = async (send: (path: string, body: string) => Promise<{ status: number }>) => {
      const answers: Record<string, number> = {}
      for (const [what, [path, body]] of Object.entries(attempts)) answers[what] = (await send(path, body)).status
      return answers
    }
    expect(await tried((path, body) => ask(server.url, token, path, { body }))).toEqual(refusals)
    const usersIn = (text: string) => (JSON.parse(text) as { users: { id: string }[] }).users.map(({ id }) => id)
    expect(usersIn((await ask(server.url, token, '/api/v2/users')).text)).toEqual([row.userID])

    // The way over its owner's password and a session of its own leads nowhere either.
    const password = 'Fk!0123456789'
    const set = await ask(server.url, token, `/api/v2/users/${row.userID}/password`, {
      body: JSON.stringify({ password }),
    })
    expect(set.status).toBe(204)
    const signedIn = await fetch(`${server.url}/api/v2/signin`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${row.user}:${password}`).toString('base64')}` },
    })
    expect(signedIn.status).toBe(204)
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const session = async (path: string, body?: object | string) => {
      const answer = await fetch(server.url + path, {
        method: body ? 'POST' : 'GET',
        headers: { cookie },
        ...(body ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
      })
      return { status: answer.status, text: await answer.text() }
    }
    expect(JSON.parse((await session('/api/v2/me')).text)).toMatchObject({ id: row.userID })
    expect(JSON.parse((await session(`/api/v2/buckets?orgID=${plant.orgID}`)).text)).toMatchObject({ buckets: [] })
    const asSession = ([action, id]: [string, string?]) =>
      session('/api/v2/authorizations', {
        orgID: plant.orgID,
        permissions: [{ action, resource: { type: 'buckets', orgID: plant.orgID, ...(id ? { id } : {}) } }],
      })
    expect(await refused(asSession)).toEqual([403, 403, 403, 403])
    expect(await tried(session)).toEqual(refusals)
    expect(usersIn((await session('/api/v2/users')).text)).toEqual([row.userID])
    const members = await json<{ users: { id: string }[] }>(`/api/v2/orgs/${plant.orgID}/members`)
    expect(members.users.map(({ id }) => id)).not.toContain(row.userID)

    // It still does its work, and locks its own token.
    await app.page.getByRole('link', { name: 'Hand over' }).click()
    await choose(app, 'Bucket', 'plant')
    await app.page.getByRole('textbox', { name: 'Device ID' }).fill(name)
    await app.page.getByRole('button', { name: 'Create token' }).click()
    await app.page.getByRole('img', { name: `QR code with the settings for ${name}` }).waitFor()
    const device = JSON.parse(await scanWindow(app, folder)) as Record<string, string>
    expect((await writePoint(device)).status).toBe(204)
    await app.page.getByRole('link', { name: 'Tokens' }).click()
    await app.page.getByRole('searchbox', { name: 'Search tokens' }).fill(row.id)
    await app.page.getByText('Fieldkey may be working with this token itself').waitFor()
    await app.close()
    expect(filesHolding(server.token, [folder])).toEqual([])
    expect(filesHolding(token, [folder])).toEqual([])
  })

  it('prepares another laptop, and gives it up when it is lost: its devices go on', async () => {
    const folder = temporaryFolder()
    const name = `E2E-CARRY-${String(Date.now())}`
    const plant = await bucket('plant')
    const [admin, other] = [await launchApp(`${folder}/admin`), await launchApp(`${folder}/other`)]
    await connect(admin, server)
    await other.page.getByRole('button', { name: 'Use a prepared token' }).click()
    const taking = other.page.getByRole('dialog', { name: 'Use a prepared token' })
    await expect.poll(() => taking.getByRole('listitem').count()).toBe(6)
    const phrase = await taking.getByRole('listitem').allInnerTexts()

    const preparing = await openLaptops(admin, 'Prepare another laptop')
    await preparing.getByRole('textbox', { name: 'Name of the other laptop' }).fill(name)
    await preparing.getByRole('checkbox', { name: 'plant', exact: true }).check()
    await preparing.getByRole('textbox', { name: 'Phrase on the other laptop' }).fill(phrase.join(' '))
    // Both laptops of this test are one computer.
    await preparing.getByRole('button', { name: 'Seal the token' }).click()
    await preparing.getByText('Set Address for devices first, or accept this.').waitFor()
    expect(await rowsOf(name)).toEqual([])
    await preparing.getByRole('checkbox', { name: /^Seal it for .* all the same/ }).check()
    await preparing.getByRole('button', { name: 'Seal the token' }).click()
    await preparing.getByRole('img', { name: `QR code with the sealed token for ${name}` }).waitFor()
    const [carried] = await rowsOf(name)
    const sealed = await scanWindow(admin, folder)
    await preparing.getByRole('button', { name: 'Copy sealed text' }).click()
    await expect.poll(() => admin.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(sealed)
    await preparing.getByRole('button', { name: 'Done' }).click()

    await taking.getByRole('textbox', { name: 'Sealed text' }).fill(sealed)
    await taking.getByRole('button', { name: 'Take it over' }).click()
    await other.page.getByRole('heading', { name: 'Hand over', exact: true }).waitFor()
    const [own, ...more] = await rowsOf(name)
    expect([more, own?.id === carried?.id, own?.userID === carried?.userID]).toEqual([[], false, true])
    const token = await stored(other, plant.orgID)
    expect((await ask(server.url, token, '/api/v2/me')).status).toBe(200)

    await choose(other, 'Bucket', 'plant')
    await other.page.getByRole('textbox', { name: 'Device ID' }).fill(name)
    await other.page.getByRole('button', { name: 'Create token' }).click()
    await other.page.getByRole('img', { name: `QR code with the settings for ${name}` }).waitFor()
    const device = JSON.parse(await scanWindow(other, folder)) as Record<string, string>
    await other.page.getByRole('button', { name: 'Scanned, next device' }).click()

    const losing = await openLaptops(admin, 'Lost laptop')
    await losing.getByRole('radio', { name }).check()
    await losing.getByRole('button', { name: 'Revoke its tokens' }).click()
    await losing.getByRole('heading', { name: '1 token revoked' }).waitFor()
    expect((await ask(server.url, token, '/api/v2/me')).status).toBe(401)
    expect((await mint(token, plant.orgID, 'write', plant.id)).status).toBe(401)
    expect((await writePoint(device)).status).toBe(204)
    await Promise.all([admin.close(), other.close()])
    expect(filesHolding(token, [folder])).toEqual([])
  })
})
