import type { DeviceType } from '../contract/code-content'

/** The device types of this laptop, each from a file of its own. */
export interface DeviceTypes {
  /** All of them, by ID, as the files are now; files that are none are named in `refused`. */
  list(): {
    readonly types: readonly { readonly id: string; readonly type: DeviceType }[]
    readonly refused: readonly string[]
  }
  /** The type in the file `id`.json; undefined when it is not there or is none. */
  find(id: string): DeviceType | undefined
}
