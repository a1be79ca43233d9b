import { screen, within } from '@testing-library/svelte'
import { expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok } from '../../../main/contract/result'
import { createFakeBridge } from '../../support/fake-bridge'
import { samplePlan } from '../../support/sample-laptops'
import { openWindow } from '../open-window'

async function openDialog(name: string) {
  const window = await openWindow(
    createFakeBridge({
      'laptop.plan': () => ok(samplePlan({ owner: 'cloud' })),
      'laptop.list': () => failed(failure('laptop.operator', { cloud: 1 })),
    }),
  )
  window.session.go('settings')
  await window.settle()
  screen.getByRole('button', { name }).click()
  await window.settle()
  return { ...window, dialog: within(screen.getByRole('dialog')) }
}

it('on InfluxDB Cloud nobody is sent for an operator token, which does not exist there, to limit a laptop', async () => {
  const { dialog, settle, requests } = await openDialog('Limit this laptop')
  expect(dialog.getByText(/^InfluxDB Cloud gives a laptop no user of its own/)).toBeTruthy()
  dialog.getByRole('button', { name: 'Limit it now' }).click()
  await settle()
  expect(dialog.getByText('Accept this first.')).toBeTruthy()
  expect(requests('laptop.limit')).toEqual([])
  expect(screen.queryByText(/operator/i)).toBeNull()
})

it('nor when one is lost: its tokens are to be revoked one by one', async () => {
  const { dialog } = await openDialog('Lost laptop')
  expect(dialog.getByText(/InfluxDB Cloud lets no token rule those of every user/)).toBeTruthy()
  expect(screen.queryByText(/operator/i)).toBeNull()
})
