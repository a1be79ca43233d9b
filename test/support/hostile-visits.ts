import type { App } from './app'
import { isLong, type HostileServer } from './hostile-server'

/** Asserts that nothing is out of place where the window is now. */
export type Look = (where: string) => Promise<void>

/** The risk report once it is there; the newest rows of each risk are shown, and the longest names are the newest. */
export async function visitRisks({ page }: App, look: Look): Promise<void> {
  await page.getByRole('heading', { name: 'Risk report' }).waitFor()
  await page.getByText(/^[1-9][\d,]* of [\d,]+ tokens? with a risk/).waitFor({ state: 'attached' })
  await look('Risk report')
}

/** What a person is asked about each device that has a token already. */
export async function visitDuplicates({ page }: App, server: HostileServer, look: Look): Promise<void> {
  for (const device of server.taken) {
    await page.getByRole('textbox', { name: 'Device ID' }).fill(device)
    await page.getByRole('button', { name: 'Create token' }).click()
    const dialog = page.getByRole('dialog', { name: `${device} already has a working token` })
    await dialog.waitFor()
    await look(`Duplicate of ${device}`)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })
  }
}

/** What a person is asked before the tokens with the longest names are changed. */
export async function visitChanges({ page }: App, server: HostileServer, look: Look): Promise<void> {
  for (const { id, name } of server.tokens.filter((token) => isLong(token.name))) {
    await page.getByRole('searchbox', { name: 'Search tokens' }).fill(id)
    await page.getByRole('main').getByText(id).first().waitFor()
    await page.getByRole('checkbox', { name: 'Select all matching tokens' }).click()
    for (const change of ['Revoke selected', /^Set review date/, 'Edit descriptions']) {
      await page.getByRole('button', { name: change }).first().click()
      await page.getByRole('dialog').waitFor()
      if (change === 'Edit descriptions') {
        await page.getByRole('textbox', { name: 'Find' }).fill(/[a-z]/i.exec(name)?.[0] ?? name.slice(0, 1))
        await page.getByRole('list', { name: 'The first of them' }).waitFor()
      }
      await look(`${String(change)}: ${name}`)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await page.getByRole('button', { name: 'Clear selection' }).click()
  }
}

/** A token made for each of the buckets with the worst names, shown once. */
export async function visitNewTokens({ page }: App, server: HostileServer, look: Look): Promise<void> {
  await page.getByRole('link', { name: 'Tokens' }).click()
  for (const [index, name] of server.stressful.entries()) {
    await page.getByRole('button', { name: 'New token' }).click()
    const dialog = page.getByRole('dialog')
    const button = (label: string) => dialog.getByRole('button', { name: label, exact: true })
    await dialog.getByRole('combobox', { name: 'Bucket' }).fill(name)
    await page.getByRole('option').first().click()
    await dialog.getByRole('textbox', { name: 'Device ID' }).fill(`NEW-${String(index)}`)
    await button('Create').click()
    await button('Show token').click()
    await dialog.getByText(/==$/).waitFor()
    await look(`the new token for ${name}`)
    await button('Done').click()
  }
}

/** Limit, Prepare and Lost laptop, with the names of buckets and users that they offer. */
export async function visitLaptops({ page }: App, look: Look): Promise<void> {
  const offers = {
    'Limit this laptop': 'checkbox',
    'Prepare another laptop': 'checkbox',
    'Lost laptop': 'radio',
  } as const
  for (const [name, offered] of Object.entries(offers)) {
    await page.getByRole('button', { name, exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole(offered).nth(1).waitFor()
    await look(name)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
}

/** The saved servers, and what can be changed of one. */
export async function visitServers({ page }: App, look: Look): Promise<void> {
  await page.getByRole('button', { name: /^Server: / }).click()
  await page.getByRole('heading', { name: 'Saved servers' }).waitFor()
  await look('Saved servers')
  const change = page.getByRole('button', { name: /^Change / }).first()
  if ((await change.count()) > 0) {
    await change.click()
    await page.getByRole('dialog').waitFor()
    await look('Change server')
    await page.keyboard.press('Escape')
  }
  await page.getByRole('link', { name: 'Settings' }).click()
}
