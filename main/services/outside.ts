import type { Clipboard } from '../ports/clipboard'
import type { Clock } from '../ports/clock'
import type { Crypto } from '../ports/crypto'
import type { DeviceTypes } from '../ports/device-types'
import type { InfluxNetwork } from '../ports/influx'
import type { Ledger } from '../ports/ledger'
import type { Log } from '../ports/log'
import type { Power } from '../ports/power'
import type { Qr } from '../ports/qr'
import type { Random } from '../ports/random'
import type { Screen } from '../ports/screen'
import type { Serial } from '../ports/serial'
import type { SettingsStore } from '../ports/settings'
import type { Vault } from '../ports/vault'
import type { Emit } from './board'

/** What the real workspace and practice share of the outside world. */
export interface Outside {
  readonly crypto: Crypto
  readonly clock: Clock
  readonly random: Random
  readonly settings: SettingsStore
  readonly power: Power
  readonly screen: Screen
  readonly clipboard: Clipboard
  readonly deviceTypes: DeviceTypes
  readonly log: Log
  readonly emit: Emit
}

/** The outside world as the services need it. */
export interface Ports extends Outside {
  readonly ledger: Ledger
  readonly vault: Vault
  readonly network: InfluxNetwork
  readonly serial: Serial
  readonly qr: Qr
}
