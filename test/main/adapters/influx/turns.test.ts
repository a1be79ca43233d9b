import { expect, it, onTestFinished } from 'vitest'
import { createClock } from '../../../../main/adapters/clock'
import { createInfluxNetwork } from '../../../../main/adapters/influx/network'
import { createTurns } from '../../../../main/adapters/influx/turns'
import { createRandom } from '../../../../main/adapters/random'
import { answer, startRawServer } from '../../../support/raw-server'

const [id, other] = ['11aea1497dea3000', '11aea1497dea3001']

/** A server that answers only when it is told to. */
async function heldServer() {
  const answers: (() => void)[] = []
  const server = await startRawServer({
    request: (socket, request) => {
      const text = request.startsWith('DELETE') ? answer(204) : answer(500, { code: 'internal error', message: 'x' })
      answers.push(() => void socket.write(text))
    },
  })
  const network = createInfluxNetwork({ clock: createClock(), random: createRandom(), limits: { tries: 1 } })
  onTestFinished(async () => {
    network.close()
    await server.close()
  })
  const heard = () => server.requests.map((text) => text.slice(0, text.indexOf(' HTTP')))
  return { server, answers, heard, influx: network.client({ url: server.url }, 'secret') }
}

it('a row is not deleted while InfluxDB may be writing it back for a PATCH', async () => {
  const { server, answers, heard, influx } = await heldServer()
  const on = influx.setStatus(id, 'active')
  await server.heard(1)
  const gone = influx.remove(id)
  // Another row's DELETE has overtaken it by the time it is heard: so the first one waits, and not for all.
  const elsewhere = influx.remove(other)
  await server.heard(2)
  const path = '/api/v2/authorizations/'
  expect(heard()).toEqual([`PATCH ${path}${id}`, `DELETE ${path}${other}`])
  answers[0]?.()
  await on
  await server.heard(3)
  expect(heard()[2]).toBe(`DELETE ${path}${id}`)
  for (const one of answers.slice(1)) one()
  expect([await gone, await elsewhere]).toEqual([
    { ok: true, value: 'removed' },
    { ok: true, value: 'removed' },
  ])
})

it('turns go in order, and end once', async () => {
  const turns = createTurns()
  const order: string[] = []
  const first = await turns.enter('a')
  const second = turns.enter('a').then((leave) => (order.push('second'), leave))
  const third = turns.enter('a').then((leave) => (order.push('third'), leave))
  ;(await turns.enter('b'))()
  expect(order).toEqual([])
  first()
  first()
  const leave = await second
  await Promise.resolve()
  expect(order).toEqual(['second'])
  leave()
  ;(await third)()
  expect(order).toEqual(['second', 'third'])
})
