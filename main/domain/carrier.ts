import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import { isLoopback, parseServerUrl } from './server-url'

/** The text a token is carried in to another laptop: where it belongs, readable, and the rest sealed with a phrase. */
export interface Carrier {
  readonly url: string
  readonly orgId: string
  /** Base64. */
  readonly sealed: string
}

/** What is sealed in it. */
export interface Carried {
  readonly token: string
  readonly authId: string
  /** When its time is up, by the server's clock; milliseconds. */
  readonly until: number
  /** Where devices find the server; empty where that is the same address. */
  readonly deviceUrl: string
}

/** Where another laptop finds a server. */
export interface CarriedAddress {
  readonly url: string
  /** On any other laptop it leads to that laptop itself. */
  readonly onlyHere: boolean
}

/** The address that a carrier names: the server's own, or the one for devices where only that is known elsewhere. */
export function carriedAddress({
  url,
  deviceUrl,
}: {
  readonly url: string
  readonly deviceUrl: string
}): CarriedAddress {
  const known = [url, deviceUrl].find((one) => !isLoopback(one))
  return { url: known ?? url, onlyHere: known === undefined }
}

/** What the sealed part is bound to: an address or organization changed on the way does not open. */
export function carrierBond({ url, orgId }: Pick<Carrier, 'url' | 'orgId'>): string {
  return `fieldkey-laptop:1:${orgId}:${url}`
}

/** The text of a carrier, without white space: whatever a mail program puts in is left out again when it is read. */
export function writeCarrier({ url, orgId, sealed }: Carrier): string {
  return `fieldkey-laptop:1:${orgId}:${sealed}:${url}`
}

/** Reads a carrier as it was pasted, scanned or typed. `laptop.text` when it is none, or not whole. */
export function readCarrier(typed: string): Result<Carrier> {
  const text = typed.replace(/[\s\p{Cf}]+/gu, '')
  const [, orgId = '', sealed = '', address = ''] =
    /^fieldkey-laptop:1:([0-9a-f]{16}):([A-Za-z0-9+/]{80,2000}={0,2}):(https?:\/\/.+)$/.exec(text) ?? []
  const url = parseServerUrl(address)
  if (!url.ok || url.value.url !== address) return failed(failure('laptop.text'))
  return ok({ url: address, orgId, sealed })
}

/** The text that is sealed. */
export function writeCarried({ token, authId, until, deviceUrl }: Carried): string {
  return `${authId} ${token} ${String(until)} ${deviceUrl}`
}

/** Reads what was sealed. `laptop.text` when another version wrote it. */
export function readCarried(text: string): Result<Carried> {
  const [, authId, token, until, deviceUrl = ''] =
    /^([0-9a-f]{16}) ([\x21-\x7e]{1,2048}) (\d{1,15}) (\S*)$/.exec(text) ?? []
  if (authId === undefined || token === undefined) return failed(failure('laptop.text'))
  return ok({ token, authId, until: Number(until), deviceUrl })
}
