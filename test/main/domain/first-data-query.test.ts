import { describe, expect, it } from 'vitest'
import { firstDataQuery, readFirstData } from '../../../main/domain/first-data-query'

const bucketId = '5014950eab641e60'
const since = '2026-11-12T13:00:00.123456789Z'

describe('the first-data query', () => {
  it('asks from the token’s birth to far beyond any clock', () => {
    expect(firstDataQuery({ bucketId, tag: 'device', device: 'pump-17', since })).toBe(
      'from(bucketID: "5014950eab641e60") |> range(start: 2026-11-12T13:00:00.123456789Z, stop: 2100-01-01T00:00:00Z) ' +
        '|> filter(fn: (r) => r["device"] == "pump-17") |> first() |> keep(columns: ["_time"])',
    )
  })
  it('takes names literally', () => {
    const text = firstDataQuery({ bucketId, tag: 'a"b', device: '\\"${r}\n\r\t', since })
    expect(text).toContain('r["a\\"b"] == "\\\\\\"\\${r}\\n\\r\\t"')
  })
  it('is never made of a malformed bucket or time', () => {
    expect(() => firstDataQuery({ bucketId: '") |> drop(', tag: 'a', device: 'b', since })).toThrow()
    expect(() => firstDataQuery({ bucketId, tag: 'a', device: 'b', since: '0) |> drop(' })).toThrow()
  })
})

describe('its answer', () => {
  const block = (...times: readonly string[]) =>
    `,result,table,_time\r\n${times.map((time) => `,_result,0,${time}\r\n`).join('')}\r\n`
  it('names the earliest time of all blocks', () => {
    const late = '2026-11-12T14:00:00Z'
    const early = '2026-11-12T13:30:00.5Z'
    expect(readFirstData(block(late, early) + block(late))).toEqual({ readable: true, at: early })
    expect(readFirstData(block(late) + block(early))).toEqual({ readable: true, at: early })
  })
  it('can be empty', () => {
    for (const text of ['', '\r\n', '\n\n', block()]) expect(readFirstData(text)).toEqual({ readable: true })
  })
  it('is refused when it is anything else', () => {
    for (const text of ['error,reference\r\nbroken,897\r\n', '{"code":"x"}', block('yesterday'), '<html>'])
      expect(readFirstData(text)).toEqual({ readable: false })
  })
})
