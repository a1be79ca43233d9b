import { screen } from '@testing-library/svelte'
import { expect, it } from 'vitest'
import { openWindow } from '../open-window'

it('notices leave the height to a code on the screen, and come back with nothing lost', async () => {
  const window = await openWindow()
  window.session.notices.add({ key: 'clipboard', text: 'The admin token may still be on the clipboard.' })
  await window.settle()
  expect(screen.getByText(/still be on the clipboard/)).toBeTruthy()
  window.session.form.device = 'PUMP-0042'
  void window.session.running.create()
  await window.settle()
  expect(screen.getByRole('heading', { name: 'Show this code to PUMP-0042' })).toBeTruthy()
  expect(screen.queryByText(/still be on the clipboard/)).toBeNull()
  window.session.code.hide('asked')
  await window.settle()
  expect(screen.getByText(/still be on the clipboard/)).toBeTruthy()
})
