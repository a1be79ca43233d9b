import { failed, done, type Result } from '../../contract/result'
import { readSerial, stagedResultSchema } from '../../contract/serial-messages'
import type { SettingsPart } from '../../domain/settings-parts'
import type { Exchange } from './exchange'
import { refusal } from './refusal'

/** Passes over the parts before `confirm` is left to say what is missing. */
const passes = 3

/**
 * Sends the parts the device does not have, until it has all of them in its memory. A device that restarted half-way
 * names fewer parts than it was given: those are sent again.
 */
export async function provision(
  exchange: Exchange,
  parts: readonly SettingsPart[],
  had: readonly number[],
  progress: (share: number) => void,
): Promise<Result<void>> {
  let have = had
  for (let pass = 0; pass < passes; pass += 1) {
    const missing = parts.filter(({ i }) => !have.includes(i))
    if (missing.length === 0) break
    for (const part of missing) {
      const answer = await exchange.ask('provision', part, { every: 2000, times: 5 })
      if (!answer.ok) return answer
      if (answer.value.kind === 'error') return failed(refusal(answer.value))
      const staged = readSerial(stagedResultSchema, answer.value.value)
      if (!staged || staged.n !== part.n) return failed(refusal({ code: 0, message: 'unreadable answer' }))
      have = staged.have
      progress(parts.filter(({ i }) => have.includes(i)).length / parts.length)
    }
  }
  return done
}
