import { existsSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { hasCommand } from '../../build/run.mjs'
import { openDesktop } from '../support/desktop.mjs'

const tools = ['dbus-daemon', 'gnome-keyring-daemon'].every((name) => hasCommand(name))

/** What keytar says when it stores a secret and reads it back. */
function keytar(env: NodeJS.ProcessEnv) {
  const code = `const k = require('keytar')
k.setPassword('a', 'b', 'c').then(() => k.getPassword('a', 'b')).then(console.log, (error) => console.log(error.message))`
  return spawnSync(process.execPath, ['-e', code], { env, encoding: 'utf8' }).stdout.trim()
}

describe.skipIf(process.platform !== 'linux' || !tools)('the throw-away desktop', () => {
  it.each([
    ['unlocked', /^c$/],
    ['locked', /locked collection/],
    ['no-collection', /Object does not exist/],
    ['no-service', /not provided/],
    ['no-bus', /D-Bus|bus|transport/i],
  ] as const)('has a keyring that is %s', async (keyring, said) => {
    const desktop = await openDesktop({ keyring, display: false })
    try {
      expect(keytar(desktop.env)).toMatch(said)
    } finally {
      await desktop.stop()
    }
    expect(existsSync(desktop.folder)).toBe(false)
  })
})
