import { expect, it } from 'vitest'
import type { Bridge } from '../../main/contract/channels'
import { choose, launchApp } from '../support/app'
import { temporaryFolder } from '../support/temporary-folder'

it('the device ID pattern holds at the field, and for a page that would not ask', async () => {
  const { page, ...app } = await launchApp(`${temporaryFolder()}/user-data`)
  await page.getByRole('button', { name: 'Practise without a server' }).click()
  await choose({ page, ...app }, 'Bucket', 'north-pumps')
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('textbox', { name: 'Device ID pattern' }).fill('PUMP-####')
  await page.getByRole('textbox', { name: 'Device ID pattern' }).press('Tab')
  await page.getByRole('link', { name: 'Hand over' }).click()
  const field = page.getByRole('textbox', { name: 'Device ID' })
  await field.fill('pump-1')
  await page.getByRole('button', { name: 'Create token' }).click()
  await page.getByText('This ID does not fit the pattern PUMP-####. It can be changed in Settings.').waitFor()

  const answer = await page.evaluate(async () => {
    const { fieldkey } = window as unknown as { fieldkey: Bridge }
    const buckets = await fieldkey['buckets.list']({ fresh: false })
    const bucketId = buckets.ok ? (buckets.value[0]?.id ?? '') : ''
    return fieldkey['handover.start']({ device: 'pump-1', bucketId, delivery: 'qr', keepBoth: false })
  })
  expect(answer).toEqual({ ok: false, failure: { code: 'input.device', params: { pattern: 'PUMP-####' } } })
  await field.fill('PUMP-0042')
  await page.getByRole('button', { name: 'Create token' }).click()
  await page.getByRole('img', { name: 'QR code with the settings for PUMP-0042' }).waitFor()
})
