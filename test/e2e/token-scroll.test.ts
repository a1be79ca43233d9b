import type { Page } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'
import { connect, launchApp } from '../support/app'
import { createLongPractice } from '../support/long-practice'
import { temporaryFolder } from '../support/temporary-folder'

/** The rows of the list as they are read aloud, by their number. */
async function rowsReadAloud(page: Page): Promise<readonly number[]> {
  const cdp = await page.context().newCDPSession(page)
  const { nodes } = await cdp.send('Accessibility.getFullAXTree')
  const byId = new Map(nodes.map((node) => [node.nodeId, node]))
  const rows: number[] = []
  const walk = (id: string) => {
    const node = byId.get(id)
    if (node?.role?.value === 'row' && node.backendDOMNodeId !== undefined) rows.push(node.backendDOMNodeId)
    else node?.childIds?.forEach(walk)
  }
  walk(nodes[0]?.nodeId ?? '')
  const numbers = rows.map(async (backendNodeId) => {
    const { node } = await cdp.send('DOM.describeNode', { backendNodeId })
    const at = node.attributes?.indexOf('aria-rowindex') ?? -1
    return Number(node.attributes?.[at + 1])
  })
  return Promise.all(numbers)
}

it('scrolling writes other rows into what is drawn; they are read aloud in order, and the focus stays where it was', async () => {
  const server = createLongPractice(1_000)
  onTestFinished(() => server.close())
  const { url } = await server.listen(0)
  const app = await launchApp(temporaryFolder())
  const { page } = app
  await connect(app, { url, token: server.adminToken })
  await page.getByRole('link', { name: 'Tokens' }).click()
  await page.locator('[data-row="0"] > [data-column="1"]').focus()
  const drawn = page.locator('[role=row].body')
  await drawn.evaluateAll((rows) => {
    for (const row of rows) Reflect.set(row, 'wasHere', true)
  })
  const grid = page.getByRole('grid', { name: 'Tokens' })
  await grid.hover()
  for (let turn = 0; turn < 10; turn += 1) {
    await page.mouse.wheel(0, 733)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
  }
  const inView = () =>
    grid.evaluate((element) => {
      const { left, top, height } = element.getBoundingClientRect()
      const row = document.elementFromPoint(left + 200, top + height / 2)?.closest('[role=row]')
      return Number(row?.getAttribute('aria-rowindex'))
    })
  await expect.poll(inView).toBeGreaterThan(140)
  const unfilled = async () => (await drawn.count()) - (await drawn.getByRole('checkbox').count())
  await expect.poll(unfilled).toBe(0)

  // The header, the row with the focus, and those in view without a gap.
  const inOrder = ([header, focused, first = 0, ...more]: readonly number[]) =>
    header === 1 && focused === 2 && more.length > 20 && more.every((row, index) => row === first + index + 1)
  await expect.poll(async () => inOrder(await rowsReadAloud(page))).toBe(true)
  const reused = await drawn.evaluateAll((rows) => rows.filter((row) => Reflect.get(row, 'wasHere') === true).length)
  expect(reused).toBeGreaterThan(10)
  const active = () => {
    const cell = document.activeElement
    return `${cell?.parentElement?.dataset['row']}:${cell?.getAttribute('data-column')}`
  }
  expect(await page.evaluate(active)).toBe('0:1')
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => page.evaluate(active)).toBe('1:1')
  await expect.poll(inView).toBeLessThan(40)
})
