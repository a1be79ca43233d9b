import { describe } from 'vitest'

/** A real InfluxDB the tests may use, with an operator token. */
export interface TestServer {
  readonly url: string
  readonly org: string
  readonly token: string
}

const variables = 'FIELDKEY_TEST_INFLUXDB and FIELDKEY_TEST_INFLUXDB_PLAIN'

function read(variable: string): TestServer | undefined {
  const [url, org, token] = process.env[variable]?.split(',') ?? []
  return url && org && token ? { url, org, token } : undefined
}

/** InfluxDB as it comes: tokens hashed. */
export const hashedServer = read('FIELDKEY_TEST_INFLUXDB')

/** The same with `--use-hashed-tokens=false`: every list holds every token in clear. */
export const plainServer = read('FIELDKEY_TEST_INFLUXDB_PLAIN')

/** A suite against a real server. Without one it fails in CI; elsewhere it is skipped, and the runner says why. */
export function describeWithInflux(
  name: string,
  server: TestServer | undefined,
  suite: (server: TestServer) => void,
): void {
  if (server) describe(name, () => suite(server))
  else if (process.env['CI'] === 'true') throw new Error(`${name}: CI needs a real InfluxDB`)
  else describe.skip(`${name} (no InfluxDB: ${variables} are url,org,token each)`, () => undefined)
}
