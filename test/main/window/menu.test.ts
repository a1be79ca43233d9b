import { describe, expect, it, vi } from 'vitest'
import { en } from '../../../main/contract/text/en'
import { menuTemplate, type MenuActions } from '../../../main/window/menu'

vi.mock('electron', () => ({ Menu: {} }))

interface Item {
  readonly label?: string
  readonly role?: string
  readonly accelerator?: string
  readonly visible?: boolean
  readonly click?: () => void
}

function items(mac = false) {
  const done: string[] = []
  const actions: MenuActions = { send: (command) => done.push(command), zoom: (by) => done.push(`zoom ${by}`) }
  const menus = menuTemplate(en.menu, actions, mac)
  return { done, all: menus.flatMap(({ submenu }) => (Array.isArray(submenu) ? (submenu as Item[]) : [])) }
}

describe('the menu bar', () => {
  it.each([
    ['CmdOrCtrl+1', 'go-hand-over'],
    ['CmdOrCtrl+2', 'go-tokens'],
    ['CmdOrCtrl+3', 'go-history'],
    ['CmdOrCtrl+4', 'go-settings'],
    ['CmdOrCtrl+,', 'go-settings'],
    ['CmdOrCtrl+N', 'new-handover'],
    ['CmdOrCtrl+F', 'find'],
    ['CmdOrCtrl+P', 'print'],
    ['CmdOrCtrl+Plus', 'zoom in'],
    ['CmdOrCtrl+=', 'zoom in'],
    ['CmdOrCtrl+-', 'zoom out'],
    ['CmdOrCtrl+0', 'zoom reset'],
    ['F1', 'help'],
    ['F5', 'refresh'],
    ['F8', 'sunlight'],
    ['F11', 'full-screen'],
  ])('has %s for %s', (keys, what) => {
    const { all, done } = items()
    const found = all.filter(({ accelerator }) => accelerator === keys)
    expect(found).toHaveLength(1)
    found[0]?.click?.()
    expect(done).toEqual([what])
  })

  it('names every item in the language, and each only once', () => {
    const { all } = items()
    const shown = all.filter(({ label, visible }) => label !== undefined && visible !== false)
    const labels = shown.map(({ label }) => label)
    // Settings has a key of its own besides its place among the screens.
    expect(labels.length - new Set(labels).size).toBe(1)
    const words: readonly string[] = Object.values(en.menu)
    for (const label of labels) expect(words).toContain(label)
  })

  it('has neither reload nor developer tools', () => {
    const roles = [...items().all, ...items(true).all].map(({ role }) => role)
    for (const role of ['reload', 'forceReload', 'toggleDevTools']) expect(roles).not.toContain(role)
  })
})
