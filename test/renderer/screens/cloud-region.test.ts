import { fireEvent, screen } from '@testing-library/svelte'
import { expect, it } from 'vitest'
import { cloudRegions } from '../../../main/contract/cloud-regions'
import { ok } from '../../../main/contract/result'
import { createFakeBridge, firstStart } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

const address = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Server address' }).value
const region = () => screen.queryByRole<HTMLInputElement>('combobox', { name: 'Cloud region' })

it('a region of InfluxDB Cloud fills in its address, leads on to the token, and is connected to', async () => {
  const window = await openWindow(createFakeBridge({ 'app.view': () => ok(firstStart()) }))
  const open = screen.getByRole('button', { name: 'Choose a Cloud region' })
  expect([open.getAttribute('aria-expanded'), region()]).toEqual(['false', null])
  open.click()
  await window.settle()
  expect(open.getAttribute('aria-expanded')).toBe('true')
  expect(document.activeElement).toBe(region())
  region()?.click()
  await window.settle()
  expect(screen.getAllByRole('option').map(({ textContent }) => textContent.trim())).toEqual([...cloudRegions])
  screen.getByRole('option', { name: 'eu-central-1-1.aws' }).click()
  await window.settle()
  expect(address()).toBe('https://eu-central-1-1.aws.cloud2.influxdata.com')
  expect(region()?.value).toBe('eu-central-1-1.aws')
  // By keyboard Enter chooses, and goes on.
  window.timers.pass(500)
  const box = region() ?? document.body
  await fireEvent.input(box, { target: { value: 'azure' } })
  await fireEvent.keyDown(box, { key: 'ArrowDown' })
  await fireEvent.keyDown(box, { key: 'Enter' })
  await window.settle()
  expect(address()).toBe('https://eastus-1.azure.cloud2.influxdata.com')
  expect(document.activeElement).toBe(screen.getByLabelText('Admin token'))
  window.session.connect.token = 'tok'
  await window.settle()
  screen.getByRole('button', { name: 'Connect' }).click()
  await window.settle()
  expect(window.requests('connect.try')[0]?.url).toBe('https://eastus-1.azure.cloud2.influxdata.com')
})

it('an address of another server is no region', async () => {
  const window = await openWindow(createFakeBridge({ 'app.view': () => ok(firstStart()) }))
  window.session.connect.address = 'https://influx.example'
  screen.getByRole('button', { name: 'Choose a Cloud region' }).click()
  await window.settle()
  expect([address(), region()?.value]).toEqual(['https://influx.example', ''])
})
