import { expect, it, onTestFinished } from 'vitest'
import { connect, launchApp, type App } from '../support/app'
import { startInfluxOfOwn } from '../support/hostile-watch'
import { describeWithInflux, hashedServer, type TestServer } from '../support/influx-server'
import { ask } from '../support/raw-influx'
import { temporaryFolder } from '../support/temporary-folder'

interface Row {
  readonly id: string
  readonly status: string
  readonly description: string
}

/** Plants tokens with a risk as somebody without Fieldkey would; every one is removed with the test. */
async function planter({ url, token }: Pick<TestServer, 'url' | 'token'>) {
  const post = async (path: string, body: unknown) =>
    JSON.parse((await ask(url, token, path, { body: JSON.stringify(body) })).text) as { readonly id: string }
  const { text } = await ask(url, token, '/api/v2/orgs')
  const [org] = (JSON.parse(text) as { readonly orgs: readonly { readonly id: string }[] }).orgs
  const orgID = org?.id ?? ''
  const remove = (path: string) => ask(url, token, path, { method: 'DELETE' })
  return {
    bucket: async (name: string) => {
      const { id } = await post('/api/v2/buckets', { orgID, name, retentionRules: [] })
      const gone = () => remove(`/api/v2/buckets/${id}`)
      onTestFinished(async () => void (await gone()))
      return { id, gone }
    },
    /** A user, whom nobody can sign in as. */
    user: async (name: string) => {
      const { id } = await post('/api/v2/users', { name })
      onTestFinished(async () => void (await remove(`/api/v2/users/${id}`)))
      const body = JSON.stringify({ status: 'inactive' })
      return { id, disable: () => ask(url, token, `/api/v2/users/${id}`, { method: 'PATCH', body }) }
    },
    plant: async (description: string, actions: readonly string[], buckets: readonly string[], more = {}) => {
      const permissions = buckets.flatMap((id) =>
        actions.map((action) => ({ action, resource: { type: 'buckets', id, orgID } })),
      )
      const { id } = await post('/api/v2/authorizations', { orgID, description, permissions, ...more })
      onTestFinished(async () => void (await remove(`/api/v2/authorizations/${id}`)))
      return id
    },
    /** What the server says of a token; undefined once it is revoked. */
    row: async (id: string) => {
      const all = (await ask(url, token, '/api/v2/authorizations')).text
      return (JSON.parse(all) as { readonly authorizations: readonly Row[] }).authorizations.find(
        (one) => one.id === id,
      )
    },
  }
}

/** The risk report as a person uses it. */
function reportIn({ page }: App) {
  const report = async () => {
    await page.getByRole('link', { name: 'Tokens' }).click()
    await page.getByRole('button', { name: 'Risk report' }).click()
  }
  const act = (name: string, words: string, risk: string) =>
    page.getByRole('button', { name: new RegExp(`^${name} ${words}.*: ${risk}$`) })

  /** The report has been checked anew and holds the risk no more. */
  const isGone = async (words: string, risk: string) => {
    await page.getByText(/ with a risk · [^]*(?<!Checking)\s*$/).waitFor()
    await expect.poll(() => act('Show details of', words, risk).count()).toBe(0)
  }
  return { report, act, isGone }
}

/** Main's clock goes on as if the laptop were used `ms` milliseconds later. */
const later = ({ electron }: App, ms: number) =>
  electron.evaluate((_electron, ahead) => {
    const real = Date.now
    Date.now = () => real() + ahead
  }, ms)

describeWithInflux('The remedies of the risk report', hashedServer, (server) => {
  it('each kind is clicked: what can be undone is done at once, what cannot asks first, and the row is gone', async () => {
    const mark = String(Date.now())
    const { bucket, plant, row } = await planter(server)
    const [kept, other, doomed] = [
      await bucket(`kept-${mark}`),
      await bucket(`other-${mark}`),
      await bucket(`doomed-${mark}`),
    ]
    const marker = (n: number) => `| fieldkey:1 n=${mark.padStart(31, '0')}${String(n)} i=00000000000000aa`
    const reader = await plant(`grafana ${mark}`, ['read', 'write'], [kept.id])
    const wide = await plant(`line ${mark}`, ['write'], [kept.id, other.id])
    const old = await plant(`OLD-${mark} ${marker(1)} r=2020-01-31`, ['write'], [kept.id])
    const twins = [
      await plant(`TWIN-${mark} ${marker(2)}`, ['write'], [kept.id]),
      await plant(`TWIN-${mark} ${marker(3)}`, ['write'], [kept.id]),
    ]
    const orphan = await plant(`orphan ${mark}`, ['write'], [doomed.id])
    await doomed.gone()

    const app = await launchApp(`${temporaryFolder()}/user-data`)
    const { page } = app
    await connect(app, server)
    const { report, act, isGone } = reportIn(app)
    await report()
    for (const [words, id, risk] of [
      [`grafana ${mark}`, reader, 'Reads and writes'],
      [`line ${mark}`, wide, 'Wider than one bucket'],
    ] as const) {
      await act('Show details of', words, risk).waitFor()
      await act('Disable', words, risk).click()
      await isGone(words, risk)
      expect((await row(id))?.status).toBe('inactive')
      await page.getByRole('button', { name: 'Undo' }).waitFor()
    }

    const doubled = 'One device, several tokens'
    expect(await act('Disable', `TWIN-${mark}`, doubled).count()).toBe(2)
    expect(await act('Show details of', `TWIN-${mark}`, doubled).count()).toBe(2)
    await act('Disable', `TWIN-${mark}`, doubled).first().click()
    await isGone(`TWIN-${mark}`, doubled)
    const left = await Promise.all(twins.map(async (id) => (await row(id))?.status))
    expect([...left].sort()).toEqual(['active', 'inactive'])

    await act('Show details of', `orphan ${mark}`, 'Bucket deleted').waitFor()
    await act('Revoke', `orphan ${mark}`, 'Bucket deleted').click()
    const question = page.getByRole('dialog', { name: 'Revoke 1 token?' })
    await question.getByRole('button', { name: 'Keep them' }).click()
    await question.waitFor({ state: 'hidden' })
    expect((await row(orphan))?.status).toBe('active')
    await act('Revoke', `orphan ${mark}`, 'Bucket deleted').click()
    await question.getByRole('button', { name: 'Revoke 1 token' }).click()
    await isGone(`orphan ${mark}`, 'Bucket deleted')
    expect(await row(orphan)).toBeUndefined()

    await act('Show details of', `OLD-${mark}`, 'Review overdue').click()
    await page.getByRole('button', { name: 'Set review date', exact: true }).click()
    await page.getByRole('button', { name: 'Save review date' }).click()
    await expect.poll(async () => (await row(old))?.description).not.toContain('r=2020-01-31')
    await report()
    await isGone(`OLD-${mark}`, 'Review overdue')
    expect((await row(old))?.status).toBe('active')
  })
})

const day = 86_400_000

it('what takes days, owners and whole groups: each button of the risk report ends on the server what it says', async ({
  skip,
}) => {
  const folder = temporaryFolder()
  const server = await startInfluxOfOwn(folder)
  if (!server) {
    skip('needs a real InfluxDB')
    return
  }
  const { bucket, plant, user, row } = await planter(server)
  const { id: into } = await bucket('pumps')
  const device = (name: string, n: number, more = {}) =>
    plant(`${name} | fieldkey:1 n=${String(n).padStart(32, '0')} i=00000000000000aa`, ['write'], [into], more)
  const [anna, bob] = [await user('anna'), await user('bob')]
  const twins = [await device('TWIN', 1), await device('TWIN', 2, { userID: bob.id })]
  const orphans = [await device('OF-ANNA', 3, { userID: anna.id }), await device('ALSO-ANNA', 4, { userID: anna.id })]
  await anna.disable()
  const off = { status: 'inactive' }
  const left = [await device('LEFT-1', 5, off), await device('LEFT-2', 6, off), await device('LEFT-3', 7, off)]
  const idle = await Promise.all([1, 2, 3].map((n) => plant(`idle ${String(n)}`, ['write'], [into], off)))
  const dated = (n: number) =>
    plant(
      `OLD-${String(n)} | fieldkey:1 n=${String(n).padStart(32, '0')} i=00000000000000aa r=2020-01-31`,
      ['write'],
      [into],
    )
  const overdue = [await dated(8), await dated(9)]

  const app = await launchApp(`${folder}/user-data`)
  const { page } = app
  await connect(app, server)
  const { report, act, isGone } = reportIn(app)
  const states = async (ids: readonly string[]) => Promise.all(ids.map(async (id) => (await row(id))?.status))
  /** The dialog of what cannot be undone: with several tokens their number is typed. */
  const revoke = async (n: number) => {
    const question = page.getByRole('dialog', { name: n === 1 ? 'Revoke 1 token?' : `Revoke ${String(n)} tokens?` })
    if (n > 1) await question.getByRole('textbox').fill(String(n))
    await question.getByRole('button', { name: /^Revoke/ }).click()
    await question.waitFor({ state: 'hidden' })
  }

  /** A risk that time brings: one of three tokens is revoked by its row, then `all` that are left of the risk at once. */
  const revokedInTime = async (of: {
    readonly days: number
    readonly risk: string
    readonly names: string
    readonly first: string
    readonly ids: readonly string[]
    readonly all: number
  }) => {
    const { days, risk, names, first, ids, all } = of
    expect(await act('Show details of', names, risk).count()).toBe(0)
    await later(app, days * day)
    await page.getByRole('button', { name: 'Check again' }).click()
    await act('Revoke', first, risk).click()
    await revoke(1)
    await isGone(first, risk)
    expect(await states(ids)).toEqual([undefined, 'inactive', 'inactive'])
    await page.getByRole('button', { name: `Revoke all: ${risk}` }).click()
    await revoke(all)
    await isGone(names, risk)
  }

  await report()
  // Two days later: what another laptop began and never switched on.
  const behind = 'Handover left behind'
  await revokedInTime({ days: 2, risk: behind, names: 'LEFT', first: 'LEFT-1', ids: left, all: 2 })
  expect(await states(left)).toEqual([undefined, undefined, undefined])

  // Two owners of one device.
  const owners = 'One device, several owners'
  await act('Disable', 'TWIN', owners).first().waitFor()
  expect(await act('Disable', 'TWIN', owners).count()).toBe(2)
  await act('Disable', 'TWIN', owners).first().click()
  await isGone('TWIN', owners)
  expect((await states(twins)).sort()).toEqual(['active', 'inactive'])

  // A user who was disabled: what the server refuses anyway is revoked, or its device gets another token.
  const disabled = 'Owner is disabled'
  await act('Replace token', 'ALSO-ANNA', disabled).waitFor()
  await act('Revoke', 'OF-ANNA', disabled).click()
  await revoke(1)
  await isGone('OF-ANNA', disabled)
  expect(await states(orphans)).toEqual([undefined, 'active'])

  await page.getByRole('button', { name: 'Disable overdue' }).click()
  const question = page.getByRole('dialog', { name: 'Disable 2 tokens?' })
  await question.getByText('2 device tokens are refused. 2 devices can no longer send.').waitFor()
  expect(await states(overdue)).toEqual(['active', 'active'])
  await question.getByRole('button', { name: 'Disable 2 tokens' }).click()
  await isGone('OLD-', 'Review overdue')
  expect(await states(overdue)).toEqual(['inactive', 'inactive'])

  // A month later: what nobody missed, with what was disabled above.
  const long = 'Disabled for over 30 days'
  await revokedInTime({ days: 29, risk: long, names: 'idle', first: 'idle 1', ids: idle, all: 5 })
  expect(await states([...idle, ...overdue])).toEqual(Array(5).fill(undefined))
  expect((await states(twins)).filter((status) => status !== undefined)).toEqual(['active'])
  expect(await states(orphans)).toEqual([undefined, 'active'])
})
