// The keychain in a process of its own, whose environment names the session bus. A line is [call, account, secret].
import { createInterface } from 'node:readline'
import { createClock } from '../../main/adapters/clock'
import { createKeychain } from '../../main/adapters/keychain/keychain'

const keychain = createKeychain({ clock: createClock(), onSlow: () => undefined })

const answer = async (line: string): Promise<unknown> => {
  const [id, call, account = '', secret = ''] = JSON.parse(line) as string[]
  try {
    const result = await (call === 'set'
      ? keychain.set(account, secret)
      : call === 'get'
        ? keychain.get(account)
        : keychain.delete(account))
    return [id, result]
  } catch {
    return [id, 'thrown']
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  void answer(line).then((result) => process.stdout.write(`${JSON.stringify(result)}\n`))
})
