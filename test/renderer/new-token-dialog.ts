import { fireEvent, screen } from '@testing-library/svelte'
import { openWindow, type OpenWindow } from './open-window'

export const secret = 'e'.repeat(16)
export const canary = 'not-a-real-token'

/** The window with the dialog `New token` open. */
export async function openDialog(): Promise<OpenWindow> {
  const window = await openWindow()
  window.session.go('tokens')
  await window.settle()
  screen.getByRole('button', { name: 'New token' }).click()
  await window.settle()
  return window
}
/** Types into a field. */
export async function fill(name: string, value: string) {
  await fireEvent.input(screen.getByRole('textbox', { name }), { target: { value } })
}
/** Presses a button and waits for what comes of it. */
export async function press(window: OpenWindow, name: string) {
  screen.getByRole('button', { name }).click()
  await window.settle()
}
/** The window with a device's token made, not shown yet. */
export async function create(): Promise<OpenWindow> {
  const window = await openDialog()
  await fill('Device ID', 'PUMP-0042')
  await press(window, 'Create')
  return window
}
/** What was asked about the text, in order. */
export const acts = (window: OpenWindow) =>
  window.calls.flatMap(({ channel, request }) => {
    if (channel === 'tokens.let-go') return (request as { revoke: boolean }).revoke ? 'revoke' : 'let go'
    return channel === 'tokens.secret' ? (request as { act: string }).act : []
  })
/** Whether the token's text is anywhere in the page. */
export const held = () => document.documentElement.outerHTML.includes(canary)
