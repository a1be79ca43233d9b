// npm run format: ESLint mends what it can, then Prettier writes.
import path from 'node:path'
import { exitStatus } from './process-groups.mjs'
import { root, runScript } from './project.mjs'
import { spawn } from 'node:child_process'

await runScript(async () => {
  const folder = path.join(root, 'node_modules')
  const node = (/** @type {string[]} */ ...args) =>
    exitStatus(spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }))
  const linted = await node(path.join(folder, 'eslint/bin/eslint.js'), '--fix', '.')
  const written = await node(path.join(folder, 'prettier/bin/prettier.cjs'), '--write', '--log-level', 'warn', '.')
  return linted || written
})
