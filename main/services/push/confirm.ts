import { failure, type Failure } from '../../contract/failure'
import { failed, ok, type Result } from '../../contract/result'
import { partsMissingSchema, readSerial, serialErrors, storedResultSchema } from '../../contract/serial-messages'
import type { Exchange } from './exchange'
import type { Proof } from './proof'
import { refusal } from './refusal'

/** How a device answered `confirm`. */
export type Confirmed =
  | { readonly kind: 'proved'; readonly reboot: boolean }
  /** It stored something, but not what we meant. */
  | { readonly kind: 'differs' }
  | { readonly kind: 'missing'; readonly have: readonly number[] }
  /** No answer, or the device has forgotten or mistaken its parts: begin again with `identify`. */
  | { readonly kind: 'lost'; readonly why: Failure }

/** Asks the device to store what it holds, three times 5 s: erasing flash takes a while. */
export async function confirm(exchange: Exchange, nonce: string, proof: Proof): Promise<Result<Confirmed>> {
  const answer = await exchange.ask('confirm', { n: nonce, head: proof.head }, { every: 5000, times: 3 })
  if (!answer.ok) {
    return answer.failure.code === 'device.no-answer' ? ok({ kind: 'lost', why: answer.failure }) : answer
  }
  if (answer.value.kind === 'result') {
    const stored = readSerial(storedResultSchema, answer.value.value)
    if (!stored) return failed(failure('device.refused', { reason: 'unreadable answer' }))
    return ok(proof.matches(stored) ? { kind: 'proved', reboot: stored.reboot } : { kind: 'differs' })
  }
  const { code, data } = answer.value
  if (code === serialErrors.partsMissing) {
    return ok({ kind: 'missing', have: readSerial(partsMissingSchema, data)?.have ?? [] })
  }
  if (code === serialErrors.unknownNonce || code === serialErrors.headDiffers) {
    return ok({ kind: 'lost', why: refusal(answer.value) })
  }
  return failed(refusal(answer.value))
}
