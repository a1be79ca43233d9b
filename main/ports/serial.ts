import type { Result } from '../contract/result'

/** A serial port as the system lists it. `label` is for people; `chip` the adapter's name if known. */
export interface SerialPortInfo {
  readonly path: string
  readonly label: string
  readonly vendorId?: string
  readonly productId?: string
  readonly serialNumber?: string
}

/** An open port. Bytes written and received are never logged. */
export interface SerialLink {
  readonly path: string
  /** Bits per second; a byte takes ten. */
  readonly baud: number
  /**
   * Writes all bytes and waits until the system took them. Failures: `serial.unplugged`, and `device.no-answer` when the
   * other side took nothing for 10 s.
   */
  write(bytes: Uint8Array): Promise<Result<void>>
  /** Sets the one receiver of incoming bytes. */
  onBytes(receive: (bytes: Uint8Array) => void): void
  /** Calls `run` once when the port goes away by itself (cable pulled); not after `close`. */
  onGone(run: () => void): void
  /** Closes the port; safe to call twice. Nothing queued survives it. */
  close(): Promise<void>
}

/** The machine's serial ports. */
export interface Serial {
  list(): Promise<Result<readonly SerialPortInfo[]>>
  /**
   * The chip of an adapter that is plugged in but has no driver, so that it is no port. Left out where the system cannot be
   * asked: that is said nowhere, and means nothing.
   */
  driverless?(): Promise<string | undefined>
  /**
   * Opens `path` at `baud` (8N1, DTR and RTS on), after looking who holds it: opening a busy port can reset a board.
   * Failures: `serial.busy`, `serial.permission`, `serial.missing`, `serial.unplugged`.
   */
  open(path: string, baud: number): Promise<Result<SerialLink>>
}
