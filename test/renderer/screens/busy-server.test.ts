import { screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed } from '../../../main/contract/result'
import { createFakeBridge } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

const busy = () => failed(failure('server.busy', { host: 'influx.example', n: 60 }))

/** A window in which Create token was answered 429 with `Retry-After: 60`. */
async function refused() {
  const window = await openWindow(createFakeBridge({ 'handover.start': busy }))
  const { session, settle, requests, timers } = window
  session.form.device = 'PUMP-0042'
  session.form.bucketId = 'b'.repeat(16)
  void session.running.create()
  await settle()
  screen.getByRole('heading', { name: 'Server asks to wait' })
  const pass = async (seconds: number) => {
    timers.pass(seconds * 1000)
    await settle()
  }
  return { ...window, pass, asked: () => requests('handover.start').length }
}

const goesOn = (words: string) => screen.queryByText(`Too many requests; Fieldkey goes on in ${words}.`) !== null

describe('a server that asks to wait', () => {
  it('counts down and then goes on by itself, as often as it is asked to', async () => {
    const { pass, asked } = await refused()
    expect([goesOn('60 seconds'), asked()]).toEqual([true, 1])
    await pass(20)
    expect(goesOn('40 seconds')).toBe(true)
    await pass(39)
    expect([goesOn('1 second'), asked()]).toEqual([true, 1])
    await pass(1)
    expect([goesOn('60 seconds'), asked()]).toEqual([true, 2])
    await pass(60)
    expect(asked()).toBe(3)
  })

  it('is asked at once by “Try now”, and the time that was running asks nothing more', async () => {
    const { pass, asked, answer, settle, session } = await refused()
    answer('handover.start', () => failed(failure('net.offline')))
    await pass(10)
    screen.getByRole('button', { name: 'Try now' }).click()
    await settle()
    expect(asked()).toBe(2)
    await pass(120)
    expect([asked(), session.running.failure?.code]).toEqual([2, 'net.offline'])
  })

  it('is not asked for what was typed over meanwhile, and nothing says it would be', async () => {
    const { pass, asked, session, settle } = await refused()
    await pass(30)
    session.form.device = 'PUMP-004'
    await settle()
    screen.getByText('Too many requests; the server asks to wait 60 seconds.')
    await pass(60)
    expect(asked()).toBe(1)
  })

  it('goes on counting while another screen is looked at, and is asked when the person is back', async () => {
    const { pass, asked, session, settle } = await refused()
    session.go('history')
    await settle()
    await pass(45)
    session.go('hand-over')
    await settle()
    expect([goesOn('15 seconds'), asked()]).toEqual([true, 1])
    await pass(15)
    expect(asked()).toBe(2)
  })

  it('is waited for on the Connect screen too', async () => {
    const { pass, session, settle, requests } = await openWindow(createFakeBridge({ 'connect.try': busy })).then(
      (window) => ({
        ...window,
        pass: async (seconds: number) => {
          window.timers.pass(seconds * 1000)
          await window.settle()
        },
      }),
    )
    session.go('connect')
    session.connect.address = 'http://influx.example:8086'
    session.connect.token = 'a-token'
    await settle()
    void session.connect.connect()
    await settle()
    expect(goesOn('60 seconds')).toBe(true)
    await pass(60)
    expect(requests('connect.try').length).toBe(2)
  })
})
