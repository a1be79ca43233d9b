import { expect, it, onTestFinished } from 'vitest'
import { connect, launchApp } from '../support/app'
import { describeWithInflux, hashedServer, type TestServer } from '../support/influx-server'
import { ask } from '../support/raw-influx'
import { temporaryFolder } from '../support/temporary-folder'

interface Row {
  readonly id: string
  readonly status: string
  readonly description: string
}

/** Plants tokens with a risk as somebody without Fieldkey would; every one is removed with the test. */
async function planter({ url, token }: TestServer) {
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
    plant: async (description: string, actions: readonly string[], buckets: readonly string[]) => {
      const permissions = buckets.flatMap((id) =>
        actions.map((action) => ({ action, resource: { type: 'buckets', id, orgID } })),
      )
      const { id } = await post('/api/v2/authorizations', { orgID, description, permissions })
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

    await report()
    for (const [words, id, risk] of [
      [`grafana ${mark}`, reader, 'Reads and writes'],
      [`line ${mark}`, wide, 'More than one bucket'],
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
