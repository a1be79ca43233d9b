import { expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, done } from '../../../main/contract/result'
import { createReach } from '../../../main/services/reach'
import { createFakeClock } from '../../support/fake-clock'

function watched() {
  const said: string[] = []
  const reach = createReach({
    clock: createFakeClock(5_000),
    emit: (event) => {
      if (event.kind !== 'health') return
      const { health } = event
      said.push('failure' in health ? health.failure.code : health.kind)
    },
    chosen: () => 'north',
    onLost: (id, { code }) => said.push(`${id} is lost: ${code}`),
    onBack: () => said.push('back'),
  })
  return {
    reach,
    said,
    note: (code: 'server.busy' | 'net.refused') => reach.note('north', failed(failure(code)), false),
  }
}

it('a server that asked to wait and then is out of reach is told as that, once; since when stays', () => {
  const { reach, said, note } = watched()
  note('server.busy')
  note('server.busy')
  note('net.refused')
  expect(reach.of('north')).toMatchObject({ kind: 'failing', since: 5_000, failure: { code: 'net.refused' } })
  reach.note('north', done, true)
  expect(said).toEqual(['server.busy', 'north is lost: server.busy', 'net.refused', 'ok', 'back'])
})
