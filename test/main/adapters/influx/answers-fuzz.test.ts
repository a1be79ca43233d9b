import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createAsk } from '../../../../main/adapters/influx/ask'
import { createClient } from '../../../../main/adapters/influx/client'
import { identify } from '../../../../main/adapters/influx/identify'
import { createInFlight } from '../../../../main/adapters/influx/in-flight'
import { defaultLimits } from '../../../../main/adapters/influx/limits'
import type { Answer } from '../../../../main/adapters/influx/transport'
import { failureCodes } from '../../../../main/contract/failure'
import { ok, type Result } from '../../../../main/contract/result'
import { createFakeClock } from '../../../support/fake-clock'

const id = '11aea1497dea3000'
const token = `${'Ab_-'.repeat(21)}ab==`
const row = {
  id,
  token,
  status: 'inactive',
  description: 'pump-17',
  orgID: '80bc5a7886ca21bd',
  org: 'field',
  userID: '11ae9e4a23aa3000',
  user: 'operator',
  permissions: [{ action: 'write', resource: { type: 'buckets', id: '5014950eab641e60', orgID: '80bc5a7886ca21bd' } }],
  createdAt: '2026-11-23T22:29:58.903952766Z',
  updatedAt: '2026-11-23T22:29:58.903952766Z',
}
const bodies = [
  row,
  { authorizations: [row, row] },
  { buckets: [{ id, name: 'b', orgID: id, type: 'user' }] },
  { orgs: [{ id, name: 'o' }] },
  { id, name: 'me', status: 'active' },
  { name: 'influxdb', status: 'pass', version: 'v2.9.1' },
  { code: 'unauthorized', message: `write:users/${id} is unauthorized` },
  { code: 'forbidden', message: `permission write:orgs/${id}/buckets is not allowed: x` },
].map((body) => JSON.stringify(body))

/** Honest bodies with pieces replaced, cut out or doubled; now and then anything at all. */
const body = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...bodies) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...bodies),
        fc.nat(600),
        fc.nat(60),
        fc.oneof(fc.constantFrom('', '"', 'null', '{}', '[', '0', '\\u0000', token), fc.string()),
      )
      .map(([text, at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length)),
  },
  { weight: 1, arbitrary: fc.oneof(fc.json(), fc.string()) },
)
const answer: fc.Arbitrary<Answer> = fc.record({
  status: fc.constantFrom(
    200,
    201,
    204,
    301,
    302,
    304,
    307,
    400,
    401,
    403,
    404,
    407,
    422,
    429,
    500,
    503,
    511,
    100,
    999,
  ),
  headers: fc.record(
    {
      'x-influxdb-version': fc.constantFrom('v2.9.1', '1.8.10', '3.0.0', '', 'dev'),
      'content-type': fc.constantFrom('application/json', 'text/html', ''),
      location: fc.oneof(fc.constantFrom('https://elsewhere.example/', '//', '/x', 'http://['), fc.string()),
      'retry-after': fc.oneof(fc.constantFrom('1', '-5', '1e9'), fc.string()),
      date: fc.string(),
    },
    { requiredKeys: [] },
  ),
  body,
})

it('reads 20,000 broken answers without a throw, and takes for a token only what is one', async () => {
  const clock = createFakeClock()
  const limits = { ...defaultLimits, tries: 1 }
  const random = { hex: (n: number) => '00'.repeat(n) }
  await fc.assert(
    fc.asyncProperty(answer, fc.nat(9), async (given, which) => {
      const transport = { send: () => Promise.resolve(ok(given)), close: () => undefined }
      const parts = { transport, inFlight: createInFlight(16), limits, clock, random, host: 'influx.example' }
      const influx = createClient(createAsk({ ...parts, token: 'secret' }), parts.host)
      const wanted = { orgId: id, description: 'x', status: 'inactive', permissions: [] } as const
      const query = { orgId: id, bucketId: id, tag: 'device', device: 'x', since: row.createdAt }
      const calls: readonly (() => Promise<Result<unknown>>)[] = [
        () => influx.me(),
        () => influx.organizations(),
        () => influx.authorizations(),
        () => influx.authorization(id),
        () => influx.setStatus(id, 'active'),
        () => influx.remove(id),
        () => influx.bucket(id),
        () => influx.firstData(query),
        () => influx.probeWrite(id, id),
        () => identify(() => Promise.resolve(ok(given)), parts.host, clock),
      ]
      const result = await calls[which]?.()
      expect(JSON.stringify(result)).not.toContain('"token"')
      if (result && !result.ok) expect(failureCodes).toContain(result.failure.code)
      const made = await influx.create(wanted)
      if (!made.ok) expect(failureCodes).toContain(made.failure.code)
      else {
        expect(given.status).toBe(201)
        expect(made.value.token).toMatch(/^[A-Za-z0-9_-]{86}==$/)
        expect(made.value.authorization.id).toMatch(/^[0-9a-f]{16}$/)
      }
      // Whatever is not a plain refusal by InfluxDB itself leaves the create in doubt.
      if (!made.ok && (given.status < 300 || given.status >= 500)) expect(made.failure.code).toBe('token.unsure')
    }),
    { numRuns: 20_000 },
  )
}, 120_000)
