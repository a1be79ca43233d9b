import type { SerialPortInfo } from '../../ports/serial'
import { chipName } from './chips'

/** A port as the library lists it. */
export interface ListedPort {
  readonly path: string
  readonly manufacturer?: string | undefined
  readonly serialNumber?: string | undefined
  readonly vendorId?: string | undefined
  readonly productId?: string | undefined
}

/** Ports for people to choose from: USB adapters first, each with the name of its chip or maker and its short path. */
export function describePorts(listed: readonly ListedPort[], platform: NodeJS.Platform): readonly SerialPortInfo[] {
  return listed
    .map((port) => describePort(port, platform))
    .sort((a, b) => Number(a.vendorId === undefined) - Number(b.vendorId === undefined))
}

function describePort(port: ListedPort, platform: NodeJS.Platform): SerialPortInfo {
  // A Mac's tty.* waits for a carrier no board ever raises.
  const path = platform === 'darwin' ? port.path.replace('/dev/tty.', '/dev/cu.') : port.path
  const { vendorId, productId, serialNumber } = port
  const maker = port.manufacturer?.slice(0, 40).replace(/[^\x20-\x7e]/g, '?')
  const name = chipName(vendorId, productId) ?? maker ?? 'Serial port'
  return {
    path,
    label: `${name} (${path.replace('/dev/', '')})`,
    ...(vendorId === undefined ? {} : { vendorId }),
    ...(productId === undefined ? {} : { productId }),
    ...(serialNumber === undefined ? {} : { serialNumber }),
  }
}
