import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { cloudDomain, cloudRegions } from '../../main/contract/cloud-regions'

/** A region's name at a port of this computer, where `toLoopback` finds it. */
export const cloudUrl = (port: number | string, region: 0 | 3 = 3) =>
  `http://${cloudRegions[region]}.${cloudDomain}:${String(port)}`

/** Finds every name on this computer. */
export const everyNameHere: LookupFunction = (_name, options, answer) => {
  if (options.all === true) answer(null, [{ address: '127.0.0.1', family: 4 }])
  else answer(null, '127.0.0.1', 4)
}

/** Finds names of InfluxDB Cloud on this computer, and no other name: no test asks a real server of theirs. */
export const toLoopback: LookupFunction = (name, options, answer) => {
  if (name.endsWith(`.${cloudDomain}`)) everyNameHere(name, options, answer)
  else answer(Object.assign(new Error(`not ${name}`), { code: 'ENOTFOUND' }), '')
}

const asTheSystem = lookup as unknown as LookupFunction

/** The same; any other name is the system's to find. */
export const cloudHere: LookupFunction = (name, options, answer) => {
  if (name.endsWith(`.${cloudDomain}`)) toLoopback(name, options, answer)
  else asTheSystem(name, options, answer)
}
