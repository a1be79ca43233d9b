// Starts new histories in a process whose disk fails. A line is a JSON list: the folder, and $SHIM_FROM for it ("" for none).
// Each answer is a line: the result, or what was thrown. What it left on the disk is copied beside the folder, as "-left":
// this process may still hold locks, and change its files when it lets go.
import { cpSync } from 'node:fs'
import { createInterface } from 'node:readline'
import path from 'node:path'
import { createFileVault } from './file-vault'
import { startAnewIn } from './replaced-ledger'

const answer = async ([folder, from]: [string, string]): Promise<unknown> => {
  process.env['SHIM_UNDER'] = folder
  if (from !== '') process.env['SHIM_FROM'] = from
  try {
    return await startAnewIn(folder, createFileVault(path.join(folder, 'keychain.json')))
  } catch (error) {
    return { thrown: String(error) }
  } finally {
    delete process.env['SHIM_FROM']
    cpSync(folder, `${folder}-left`, { recursive: true })
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  void answer(JSON.parse(line) as [string, string]).then((told) => process.stdout.write(`${JSON.stringify(told)}\n`))
})
