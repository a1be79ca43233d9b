import { readLedger } from '../../contract/ledger-rows'
import type { HandoverEvent, Intent } from '../../domain/handover'
import type { Connection } from '../../ports/ledger'
import { wellFormed } from './chain'
import type { Value } from './database'

/** A `handover` row with its columns looked at. */
export type IntentRow = ReturnType<typeof readLedger<'intentRow'>>

/** The values of a `handover` row, in the order of its columns; what it replaces, separated by spaces. */
export function intentRow(intent: Intent): readonly Value[] {
  return [
    intent.id,
    intent.connection,
    intent.install,
    intent.owner,
    intent.device,
    JSON.stringify(intent.bucket),
    intent.orgId,
    intent.nonce,
    (intent.replaces ?? []).join(' '),
    intent.keepBoth ? 1 : 0,
    intent.delivery,
    JSON.stringify(intent.settings),
  ].map((value) => (typeof value === 'string' ? wellFormed(value) : value))
}

/** Reads a `handover` row; throws a `SyntaxError` or valibot's error when it is not one. */
export function readIntent(row: unknown): Intent {
  return toIntent(readLedger('intentRow', row))
}

/** What the columns of a `handover` row tell; throws a `SyntaxError` or valibot's error when one does not hold it. */
export function toIntent(row: IntentRow): Intent {
  const [id, connection, install, owner, device, bucket, orgId, nonce, replaces, keepBoth, delivery, settings] = row
  return {
    ...{ id, connection, install, owner, device, orgId, nonce, delivery },
    bucket: readLedger('bucket', JSON.parse(bucket)),
    ...(replaces === '' ? {} : { replaces: replaces.split(' ') }),
    keepBoth: keepBoth === 1,
    settings: readLedger('settings', JSON.parse(settings)),
  }
}

/** What an event stores beside its kind: the server's time, empty where it has none, and the rest as JSON. */
export function eventColumns(event: HandoverEvent): {
  readonly kind: string
  readonly server: string
  readonly detail: string
} {
  const { kind, ...rest } = event
  return { kind, server: wellFormed(serverTime(event)), detail: JSON.stringify(rest) }
}

function serverTime(event: HandoverEvent): string {
  if (event.kind === 'minted') return event.createdAt
  if (event.kind === 'old-off') return event.at
  return event.kind === 'confirmed' ? (event.firstDataAt ?? '') : ''
}

/** Reads an event back; throws a `SyntaxError` or valibot's error when it is not one. */
export function readEvent(kind: string, detail: string): HandoverEvent {
  const rest: unknown = JSON.parse(detail)
  return readLedger('event', { ...(typeof rest === 'object' ? rest : {}), kind })
}

/** Reads a connection's JSON; throws a `SyntaxError` or valibot's error when it is not one. */
export function readConnection(detail: string): Connection {
  return readLedger('connection', JSON.parse(detail))
}

/** Reads a list of rows, as `json_group_array` gives them. */
export function readRows(json: unknown): readonly unknown[] {
  return readLedger('rows', typeof json === 'string' ? JSON.parse(json) : json)
}
