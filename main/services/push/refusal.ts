import { failure, type Failure } from '../../contract/failure'
import { serialErrors } from '../../contract/serial-messages'

/** The failure behind an error a device answered with. Its message has been cut to printable ASCII by the schema. */
export function refusal({ code, message }: { readonly code: number; readonly message: string }): Failure {
  if (code === serialErrors.locked) return failure('device.locked')
  return failure('device.refused', { reason: message.trim() === '' ? `error ${code}` : message.trim() })
}
