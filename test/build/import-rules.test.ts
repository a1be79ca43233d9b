import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkImports } from '../../build/import-rules.mjs'
import { root } from '../../build/project.mjs'

// A small house with every folder and only permitted imports.
const house: Readonly<Record<string, string>> = {
  'main/main.ts': `import { app } from 'electron'\nimport path from 'node:path'\nimport { openVault } from './adapters/keytar/open-vault'
import { connect } from './services/connect'\nimport './window/open'\nimport './ipc/handle'\nvoid [app, path, openVault, connect]`,
  'main/contract/reply.ts': `import * as v from 'valibot'\nexport const reply = v.string()`,
  'main/contract/text/words.ts': `import { reply } from '../reply'\nexport const words = [reply]`,
  'main/domain/state.ts': `import { reply } from '../contract/reply'\nexport const state = reply`,
  'main/ports/vault.ts': `import type { state } from '../domain/state'\nexport interface Vault { state: typeof state }`,
  'main/services/connect.ts': `import type { Vault } from '../ports/vault'\nexport const connect = (vault: Vault) => vault`,
  'main/adapters/keytar/open-vault.ts': `import keytar from 'keytar'\nimport { hash } from './hash'\nexport const openVault = [keytar, hash]`,
  'main/adapters/keytar/hash.ts': `import { createHash } from 'node:crypto'\nexport const hash = createHash`,
  'main/adapters/clipboard.ts': `import { clipboard } from 'electron'\nimport type { Vault } from '../ports/vault'\nexport const vault = (_: Vault) => clipboard`,
  'main/practice/server.ts': `import { createServer } from 'node:http'\nimport { state } from '../domain/state'\nvoid [createServer, state]`,
  'main/window/open.ts': `import { BrowserWindow } from 'electron'\nimport path from 'node:path'\nvoid [BrowserWindow, path]`,
  'main/ipc/handle.ts': `import { ipcMain } from 'electron'\nimport { connect } from '../services/connect'\nvoid [ipcMain, connect]`,
  'main/preload/preload.ts': `import { ipcRenderer } from 'electron'\nimport { reply } from '../contract/reply'\nvoid [ipcRenderer, reply]`,
  'renderer/main.ts': `import { mount } from 'svelte'\nimport App from './App.svelte'\nimport { fade } from 'svelte/transition'\nvoid [mount, App, fade]`,
  'renderer/App.svelte': `<script lang="ts">\n  import { words } from '../main/contract/text/words'\n</script>\n{words}`,
}

const plants: readonly (readonly [what: string, file: string, line: string, named: string])[] = [
  [
    'renderer -> adapter',
    'renderer/main.ts',
    `import '../main/adapters/clipboard'`,
    'renderer-imports: renderer/main.ts',
  ],
  [
    'component -> service',
    'renderer/App.svelte',
    `import '../main/services/connect'`,
    'renderer-imports: renderer/App.svelte',
  ],
  ['renderer -> electron', 'renderer/main.ts', `import 'electron'`, 'renderer-imports: renderer/main.ts'],
  [
    'renderer -> preload, type only',
    'renderer/main.ts',
    `import type {} from '../main/preload/preload'`,
    'renderer-imports',
  ],
  ['contract -> node', 'main/contract/reply.ts', `import 'node:url'`, 'contract-imports: main/contract/reply.ts'],
  ['domain -> node:fs', 'main/domain/state.ts', `import 'node:fs'`, 'domain-imports: main/domain/state.ts'],
  ['domain -> library', 'main/domain/state.ts', `import 'valibot'`, 'domain-imports: main/domain/state.ts'],
  [
    'port -> electron',
    'main/ports/vault.ts',
    `import type { App } from 'electron'`,
    'ports-imports: main/ports/vault.ts',
  ],
  [
    'service -> adapter',
    'main/services/connect.ts',
    `import '../adapters/clipboard'`,
    'services-imports: main/services/connect.ts',
  ],
  [
    'service -> adapter, dynamic',
    'main/services/connect.ts',
    `void import('../adapters/clipboard')`,
    'services-imports: main/services/connect.ts -> main/adapters/clipboard.ts',
  ],
  [
    'service -> adapter, type only',
    'main/services/connect.ts',
    `import type { vault } from '../adapters/clipboard'`,
    'services-imports: main/services/connect.ts -> main/adapters/clipboard.ts',
  ],
  ['adapter -> service', 'main/adapters/clipboard.ts', `import '../services/connect'`, 'adapters-imports'],
  ['adapter -> adapter', 'main/adapters/clipboard.ts', `import './keytar/open-vault'`, 'adapters-imports'],
  [
    'adapter with two libraries',
    'main/adapters/keytar/hash.ts',
    `import 'serialport'`,
    'one-library: main/adapters/keytar imports keytar and serialport',
  ],
  [
    'practice with two libraries',
    'main/practice/server.ts',
    `import 'libsql'\nimport 'qrcode'`,
    'one-library: main/practice',
  ],
  [
    'ipc -> port',
    'main/ipc/handle.ts',
    `import type { Vault } from '../ports/vault'`,
    'ipc-imports: main/ipc/handle.ts',
  ],
  ['window -> contract', 'main/window/open.ts', `import '../contract/reply'`, 'window-imports: main/window/open.ts'],
  ['preload -> node', 'main/preload/preload.ts', `import 'node:fs'`, 'preload-imports: main/preload/preload.ts'],
  ['main.ts -> library', 'main/main.ts', `import 'libsql'`, 'main-imports: main/main.ts'],
  ['a cycle', 'main/ports/vault.ts', `import type { connect } from '../domain/more'`, 'no-cycle: main/domain/more.ts'],
  ['a missing file', 'main/domain/state.ts', `import './gone'`, 'no-unresolvable: main/domain/state.ts'],
]

const place = { base: '' }

beforeEach(() => {
  mkdirSync(path.join(root, '.cache'), { recursive: true })
  const base = mkdtempSync(path.join(root, '.cache/house-'))
  place.base = base
  const files = {
    ...house,
    'main/domain/more.ts': `import type { Vault } from '../ports/vault'\nexport type Connect = Vault`,
  }
  for (const [name, text] of Object.entries(files)) {
    // The file that closes the cycle breaks the domain's rule too, so it is there only where a test wants it.
    if (name.endsWith('more.ts') && !expect.getState().currentTestName?.includes('a cycle')) continue
    mkdirSync(path.join(base, path.dirname(name)), { recursive: true })
    writeFileSync(path.join(base, name), `${text}\n`)
  }
})

afterEach(() => {
  rmSync(place.base, { recursive: true, force: true })
})

it('finds nothing in a house that keeps the rules', async () => {
  expect(await checkImports(place.base)).toEqual([])
})

it.each(plants)('names a planted %s', async (_what, file, line, named) => {
  const text = house[file] ?? ''
  const planted = file.endsWith('.svelte') ? text.replace('ts">\n', `ts">\n${line}\n`) : `${line}\n${text}`
  writeFileSync(path.join(place.base, file), `${planted}\n`)
  expect((await checkImports(place.base)).join('\n')).toContain(named)
})
