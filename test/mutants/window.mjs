// Defects in what the window lists and counts, and in how its page is replaced.

const screens = 'test/renderer/screens'
const replacePage = 'test/main/window/replace-page.test.ts'

/** @type {readonly import('./list.mjs').Mutant[]} */
export const windowMutants = [
  {
    name: 'rows without a date come first when sorted by it',
    file: 'main/services/token-table.ts',
    find: `places.get(one) ?? (descending ? -1 : sorted.length)`,
    replace: `one === undefined ? (descending ? sorted.length : 0) : (places.get(one) ?? 0) + (descending ? 0 : 1)`,
    tests: ['test/main/services/token-query.test.ts'],
  },
  {
    name: 'the badge counts only the server shown',
    file: 'renderer/state/app.svelte.ts',
    find: `this.others.reduce((n, { work }) => n + count(work), 0)`,
    replace: `this.others.slice(0, 0).reduce((n, { work }) => n + count(work), 0)`,
    tests: [`${screens}/other-servers.test.ts`],
  },
  {
    name: 'Sort by orders by another key',
    file: 'renderer/screens/tokens/token-columns.ts',
    find: `  { key: 'created', by: 'created', least: 7 },
  { key: 'firstData', by: 'first-data', least: 7.25 },
  { key: 'updated', by: 'updated', least: 8 },`,
    replace: `  { key: 'created', by: 'updated', least: 7 },
  { key: 'firstData', by: 'first-data', least: 7.25 },
  { key: 'updated', by: 'created', least: 8 },`,
    tests: [`${screens}/tokens.test.ts`],
  },
  {
    name: 'History offers Replace for a token that does not work',
    file: 'renderer/screens/history/HandoverDetails.svelte',
    find: `    handover.active &&
      (handover.state === 'delivered'`,
    replace: `    (handover.state === 'delivered'`,
    tests: [`${screens}/replace.test.ts`],
  },
  {
    name: 'a page takes the place of the old one in the same process',
    file: 'main/window/replace-page.ts',
    find: `void window.loadURL(empty).then(load, load)`,
    replace: `void load()`,
    tests: [replacePage],
  },
  {
    name: 'an empty page that cannot be had leaves the window empty',
    file: 'main/window/replace-page.ts',
    find: `.then(load, load)`,
    replace: `.then(load, () => undefined)`,
    tests: [replacePage],
  },
  {
    name: 'a page is loaded into a window that went meanwhile',
    file: 'main/window/replace-page.ts',
    find: `(window.isDestroyed() ? undefined : window.loadURL(url))`,
    replace: `window.loadURL(url)`,
    tests: [replacePage],
  },
  {
    name: 'the old page goes before answers under way have reached it',
    file: 'main/window/replace-page.ts',
    find: `setTimeout(() => {
    if (window.isDestroyed()) return
    const load = () => (window.isDestroyed() ? undefined : window.loadURL(url))
    void window.loadURL(empty).then(load, load)
  }, 200)`,
    replace: `if (window.isDestroyed()) return
  const load = () => (window.isDestroyed() ? undefined : window.loadURL(url))
  void window.loadURL(empty).then(load, load)`,
    tests: [replacePage],
  },
]
