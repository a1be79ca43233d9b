import { expect, it } from 'vitest'
import { whyNot } from '../contract/every-server'

it('a contract that is skipped names what is missing, and not something else', () => {
  const [variable, at] = ['FIELDKEY_TEST_INFLUXDB', 'http://localhost:8086,field,token']
  const unset = `${variable}=url,org,token is not set`
  for (const alone of [false, true]) {
    for (const startable of [false, true]) expect(whyNot({ variable, at: '', alone, startable })).toBe(unset)
    expect(whyNot({ variable, at, alone, startable: true })).toBeUndefined()
  }
  expect(whyNot({ variable, at, alone: false, startable: false })).toBeUndefined()
  expect(whyNot({ variable, at, alone: true, startable: false })).toMatch(
    /^it needs a server of its own, .* no influxd/,
  )
})
