import { screen } from '@testing-library/svelte'
import { expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed } from '../../../main/contract/result'
import { createFakeBridge } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

it('a lost key: says what a new one means, makes it by choice only, and goes on', async () => {
  const lost = failed(failure('keychain.key-lost'))
  const { session, settle, requests } = await openWindow(createFakeBridge({ 'handover.start': () => lost }))
  session.form.device = 'PUMP-0042'
  void session.running.create()
  await settle()
  const open = async () => {
    screen.getByRole('button', { name: 'Make a new key' }).click()
    await settle()
    screen.getByRole('dialog', { name: 'Make a new key?' })
  }
  expect(screen.getByRole('heading', { name: 'Key is missing from the keychain' })).toBeTruthy()
  await open()
  expect(screen.getByText('Codes of unfinished handovers cannot be shown again.')).toBeTruthy()
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Not now' }))
  screen.getByRole('button', { name: 'Not now' }).click()
  await settle()
  expect([requests('sealing.new-key').length, requests('handover.start').length]).toEqual([0, 1])
  await open()
  screen.getAllByRole('button', { name: 'Make a new key' }).at(-1)?.click()
  await settle()
  expect([requests('sealing.new-key').length, requests('handover.start').length]).toEqual([1, 2])
})
