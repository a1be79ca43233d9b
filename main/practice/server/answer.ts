/** What the practice server sends back. */
export interface Answer {
  readonly status: number
  readonly body?: string
  readonly type?: string
  /** `X-Platform-Error-Code`. */
  readonly code?: string
  /** `Retry-After`, seconds. */
  readonly retryAfter?: number
  /** Something was changed and is worth keeping. */
  readonly changed?: boolean
}

/** JSON as InfluxDB indents it. */
export function json(status: number, value: object, changed = false): Answer {
  return { status, body: `${JSON.stringify(value, null, '\t')}\n`, type: 'application/json; charset=utf-8', changed }
}

/** 204. */
export function nothing(changed = false): Answer {
  return { status: 204, changed }
}

/** InfluxDB's error shape; `code` goes into body and header. */
export function error(status: number, code: string, message: string): Answer {
  return { ...json(status, { code, message }), code }
}

/** 400. */
export const invalid = (message: string): Answer => error(400, 'invalid', message)
/** 401. */
export const unauthorized = (message: string): Answer => error(401, 'unauthorized', message)
/** 403. */
export const forbidden = (message: string): Answer => error(403, 'forbidden', message)
/** 404. */
export const notFound = (message: string): Answer => error(404, 'not found', message)
/** 422. */
export const conflict = (message: string): Answer => error(422, 'conflict', message)

/** Why `text` is no ID, in InfluxDB's words; undefined when it is one. */
export function idFlaw(text: string): string | undefined {
  if (text.length !== 16) return 'id must have a length of 16 bytes'
  return /^[0-9a-fA-F]{16}$/.test(text) && !/^0+$/.test(text) ? undefined : 'invalid ID'
}
