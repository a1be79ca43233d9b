import { fireEvent, render, screen } from '@testing-library/svelte'
import { tick } from 'svelte'
import { describe, expect, it, vi } from 'vitest'
import Combobox from '../../../renderer/ui/Combobox.svelte'

const options = [
  { value: '1', label: 'north-pumps' },
  { value: '2', label: 'south-pumps' },
  { value: '3', label: 'boilers' },
]

function draw(change: Record<string, unknown> = {}) {
  const onchoose = vi.fn()
  const onentered = vi.fn()
  render(Combobox, { props: { label: 'Bucket', options, value: '2', onchoose, onentered, ...change } })
  const input = screen.getByRole<HTMLInputElement>('combobox', { name: 'Bucket' })
  const press = (key: string) => fireEvent.keyDown(input, { key })
  const type = (value: string) => fireEvent.input(input, { target: { value } })
  const listed = () => screen.queryAllByRole('option').map((option) => option.textContent.trim())
  const highlighted = () =>
    document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.textContent.trim()
  return { input, press, type, listed, highlighted, onchoose, onentered }
}

describe('combobox', () => {
  it('is closed at first and names its list', () => {
    const { input, listed } = draw()
    expect(input.getAttribute('aria-expanded')).toBe('false')
    expect(document.getElementById(input.getAttribute('aria-controls') ?? '')?.getAttribute('role')).toBe('listbox')
    expect([input.value, listed()]).toEqual(['south-pumps', []])
  })

  it('opens on the chosen option and moves around the ends', async () => {
    const { press, highlighted } = draw()
    await press('ArrowDown')
    expect(highlighted()).toBe('south-pumps')
    await press('ArrowDown')
    expect(highlighted()).toBe('boilers')
    await press('ArrowDown')
    expect(highlighted()).toBe('north-pumps')
    await press('ArrowUp')
    expect(highlighted()).toBe('boilers')
  })

  it('filters as you type, whatever the case, and takes the highlighted option on Enter', async () => {
    const { input, type, press, listed, highlighted, onchoose, onentered } = draw()
    await type('PUMPS')
    expect([listed(), highlighted()]).toEqual([['north-pumps', 'south-pumps'], 'north-pumps'])
    await press('Enter')
    expect(onchoose).toHaveBeenCalledWith('1')
    expect(onentered).toHaveBeenCalledOnce()
    expect(input.getAttribute('aria-expanded')).toBe('false')
  })

  it('closes on Escape and shows the chosen option again', async () => {
    const { input, type, press, onchoose } = draw()
    await type('boi')
    await press('Escape')
    await tick()
    expect(input.value).toBe('south-pumps')
    expect(onchoose).not.toHaveBeenCalled()
  })

  it('takes what was typed when the focus leaves, if it can only mean one', async () => {
    const { input, type, onchoose } = draw()
    await type('boi')
    await fireEvent.blur(input)
    expect(onchoose).toHaveBeenCalledWith('3')
  })

  it('takes nothing when what was typed is not clear', async () => {
    const { input, type, onchoose } = draw()
    await type('pumps')
    await fireEvent.blur(input)
    expect(onchoose).not.toHaveBeenCalled()
    expect(input.value).toBe('south-pumps')
  })

  it('says when nothing matches', async () => {
    const { type, listed } = draw()
    await type('xyz')
    expect(listed()).toEqual([])
    expect(screen.getByText('Nothing matches')).toBeTruthy()
  })

  it('takes an option by pointer', async () => {
    const { press, onchoose } = draw()
    await press('ArrowDown')
    await fireEvent.click(screen.getByRole('option', { name: 'boilers' }))
    expect(onchoose).toHaveBeenCalledWith('3')
  })

  it('takes any text where that is allowed', async () => {
    const { type, press, onchoose } = draw({ free: true, value: '' })
    await type('/dev/ttyUSB7')
    await press('Enter')
    expect(onchoose.mock.calls.at(-1)).toEqual(['/dev/ttyUSB7'])
  })

  it('does not open when it is read-only', async () => {
    const { press, listed } = draw({ readonly: true })
    await press('ArrowDown')
    expect(listed()).toEqual([])
  })
})
