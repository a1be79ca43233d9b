import type { InfluxNetwork } from '../ports/influx'
import type { Board } from './board'
import type { OpenSettings } from './sealed-token'
import { isOutage, type Session } from './sessions'

/** The probe: an empty write with the device's own token. InfluxDB answers 204 and stores nothing. */
export interface Proof {
  probe(session: Session, id: string): Promise<void>
}

/** Makes the probe. A refusal is shown on the handover; a dead network is not the token's fault and is not. */
export function createProof(parts: {
  readonly board: Board
  readonly network: InfluxNetwork
  readonly openSettings: OpenSettings
}): Proof {
  const { board, network, openSettings } = parts
  return {
    async probe({ connection }, id) {
      const story = board.story(id)
      if (!story?.now.active || story.now.probed) return
      const record = await openSettings(story)
      if (!record.ok) return
      const device = network.client(connection, record.value.token)
      const answer = await device.probeWrite(story.intent.orgId, story.intent.bucket.id)
      if (!board.story(id)?.now.active) return
      if (answer.ok) board.note(id, { kind: 'probed' })
      else if (!isOutage(answer.failure)) board.set(id, { failure: answer.failure })
    },
  }
}
