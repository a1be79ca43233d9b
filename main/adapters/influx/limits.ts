/** How long each part of a request may take, in milliseconds, and how large an answer may be, in bytes. */
export interface Limits {
  /** DNS, TCP and TLS together. */
  readonly connect: number
  /** From the connection to the end of the answer's headers. */
  readonly headers: number
  readonly body: number
  readonly total: number
  readonly listBytes: number
  readonly bytes: number
  /** Requests in flight per server, and on InfluxDB Cloud. */
  readonly inFlight: number
  readonly inFlightCloud: number
  readonly tries: number
}

const mebibyte = 1024 * 1024

/** The limits the product promises. */
export const defaultLimits: Limits = {
  connect: 5_000,
  headers: 15_000,
  body: 15_000,
  total: 30_000,
  // 100,000 tokens are 73 MB on InfluxDB 2.9.1, which pages no list.
  listBytes: 128 * mebibyte,
  bytes: mebibyte,
  inFlight: 16,
  inFlightCloud: 4,
  tries: 5,
}
