import { pass, type Answer, type Exchange, type Fate } from './fault-proxy'

const version = { 'x-influxdb-version': 'v2.9.1', 'content-type': 'application/json; charset=utf-8' }
const error = (code: string): string => JSON.stringify({ code, message: 'x' })
const page = '<!doctype html><html><body>Welcome to the guest network</body></html>'

/** What an HTTP answer of somebody else says. */
export const answers = {
  internal: { status: 500, headers: version, body: error('internal error') },
  unavailable: (status: number): Answer => ({
    status,
    headers: { 'content-type': 'text/html' },
    body: `<html><h1>${status}</h1></html>`,
  }),
  busy: (wait: string | undefined): Answer => ({
    status: 429,
    headers: { ...version, ...(wait === undefined ? {} : { 'retry-after': wait }) },
    body: error('too many requests'),
  }),
  portal: { status: 200, headers: { 'content-type': 'text/html' }, body: page },
  portalAway: (to: string): Answer => ({
    status: 302,
    headers: { 'content-type': 'text/html', location: `${to}/login` },
    body: page,
  }),
  /** JSON of something that is no InfluxDB, and knows of nothing. */
  stranger: (status: number): Answer => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(status < 300 ? { authorizations: [] } : { code: 'not found', message: 'not found' }),
  }),
} satisfies Record<string, Answer | ((...args: never[]) => Answer)>

/** The server acts or does not, and somebody else's answer comes back. */
export const said =
  (answer: Answer, arrives: boolean): Fate =>
  async (exchange) => {
    if (arrives) await exchange.forward()
    exchange.reply(answer)
  }

/** The connection is reset once the request was read; the server has it or not. */
export const cut =
  (arrives: boolean): Fate =>
  async (exchange) => {
    if (arrives) await exchange.forward()
    exchange.cut()
  }

/** The answer stops after a share of its body. */
export const cutInBody =
  (share: number): Fate =>
  async (exchange) => {
    exchange.begin(await exchange.forward(), share)
    // What was sent is to arrive before the reset does.
    await exchange.send(Buffer.alloc(0))
    setImmediate(exchange.cut)
  }

/** Nothing comes back: the server never had the request, had it, or answered as far as its head. */
export const silent =
  (how: 'never-arrives' | 'acts' | 'head-only'): Fate =>
  async (exchange) => {
    const answer = how === 'never-arrives' ? undefined : await exchange.forward()
    // An answer that is nothing but a head would be a whole one.
    if (answer && answer.status !== 204 && how === 'head-only') {
      exchange.begin(answer)
      await exchange.send(Buffer.alloc(0))
    }
    await exchange.silence()
  }

/** Nothing comes back in time; the request arrives only when the laptop has given up, or the answer is sent then. */
export const late =
  (arrives: 'at-once' | 'late'): Fate =>
  async (exchange) => {
    const answer = arrives === 'at-once' ? await exchange.forward() : undefined
    await exchange.silence()
    exchange.reply(answer ?? (await exchange.forward()))
  }

/** So many bytes each second of the laptop's clock. */
export const slow =
  (bytes: number): Fate =>
  async (exchange) => {
    const answer = await exchange.forward()
    if (answer.status === 204) return exchange.reply(answer)
    exchange.begin(answer)
    const body = Buffer.from(answer.body)
    for (let at = 0; at < body.length; at += bytes) {
      await exchange.send(body.subarray(at, at + bytes))
      if (at + bytes < body.length) await exchange.pause(1000)
    }
    exchange.end()
  }

/** Byte by byte. */
export const drip: Fate = async (exchange) => {
  const answer = await exchange.forward()
  if (answer.status === 204) return exchange.reply(answer)
  exchange.begin(answer)
  for (const byte of Buffer.from(answer.body)) await exchange.send(Buffer.of(byte))
  exchange.end()
}

/** The server has it so many times; the last answer comes back. */
export const repeated =
  (times: number): Fate =>
  async (exchange) => {
    for (let n = 1; n < times; n += 1) await exchange.forward()
    await pass(exchange)
  }

/** The answer comes back with its JSON changed. */
export const retold =
  (change: (json: Record<string, unknown>) => void): Fate =>
  async (exchange) => {
    const answer = await exchange.forward()
    const json = read(answer.body)
    if (json) change(json)
    exchange.reply({ ...answer, body: json ? JSON.stringify(json) : answer.body })
  }

/** The server gets another request than was sent. */
export const rewritten =
  (change: (json: Record<string, unknown>) => void): Fate =>
  async (exchange) => {
    const json = read(exchange.request.body)
    if (json) change(json)
    exchange.reply(await exchange.forward(json ? JSON.stringify(json) : undefined))
  }

/** Something happens on the server just before it gets the request, or just before its answer comes back. */
export const meddled =
  (when: 'before' | 'after', act: (exchange: Exchange, answer?: Answer) => Promise<void>): Fate =>
  async (exchange) => {
    if (when === 'before') await act(exchange)
    const answer = await exchange.forward()
    if (when === 'after') await act(exchange, answer)
    exchange.reply(answer)
  }

function read(body: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body) as Record<string, unknown>
  } catch {
    return undefined
  }
}
