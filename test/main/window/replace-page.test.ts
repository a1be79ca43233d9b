import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { replacePage } from '../../../main/window/replace-page'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** What a window loads when its page is replaced, its first load ending as `first` does. */
async function loads(first: () => Promise<void>, isDestroyed = () => false) {
  const loaded: string[] = []
  const loadURL = (url: string) => (loaded.push(url) === 1 ? first() : Promise.resolve())
  replacePage({ isDestroyed, loadURL }, 'empty', 'page')
  expect(loaded).toEqual([])
  await vi.runAllTimersAsync()
  return loaded
}

it('the page is loaded anew over an empty one, also where that one could not be had', async () => {
  expect(await loads(() => Promise.resolve())).toEqual(['empty', 'page'])
  expect(await loads(() => Promise.reject(new Error('ERR_FAILED (-2)')))).toEqual(['empty', 'page'])
})

it('nothing is loaded into a window that is gone, or that goes meanwhile', async () => {
  let gone = false
  const goes = () => {
    gone = true
    return Promise.resolve()
  }
  expect(await loads(goes, () => gone)).toEqual(['empty'])
  expect(
    await loads(
      () => Promise.resolve(),
      () => true,
    ),
  ).toEqual([])
})
