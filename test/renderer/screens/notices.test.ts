import { screen } from '@testing-library/svelte'
import { expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
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

it('each is dismissed by a button that says which, and no other goes with it', async () => {
  const window = await openWindow()
  const { notices } = window.session
  notices.add({ key: 'clipboard', text: 'The admin token may still be on the clipboard.' })
  notices.fail('copy', failure('net.offline'))
  await window.settle()
  const names = () =>
    screen
      .getAllByRole('button', { name: /^Dismiss/ })
      .map((button) => [button.getAttribute('aria-label'), button.textContent])
  expect(names()).toEqual([
    ['Dismiss: The admin token may still be on the clipboard.', 'Dismiss'],
    ['Dismiss: No network', 'Dismiss'],
  ])
  screen.getByRole('button', { name: 'Dismiss: No network' }).click()
  await window.settle()
  expect(names().map(([name]) => name)).toEqual(['Dismiss: The admin token may still be on the clipboard.'])
})
