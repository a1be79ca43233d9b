/** What a device receives. Absent fields are left out, never empty. */
export interface SettingsRecord {
  readonly url: string
  /** Organization ID: survives renames, plain ASCII. InfluxDB takes it where a name is expected. */
  readonly org: string
  /** Bucket ID. */
  readonly bucket: string
  readonly token: string
  readonly device: string
  /** SHA-256 of the CA certificate's DER, 64 hex. */
  readonly ca?: string
  readonly ssid?: string
  readonly psk?: string
}
