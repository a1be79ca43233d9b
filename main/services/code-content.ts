import { builtInOf, type DeviceType } from '../contract/code-content'
import { failure } from '../contract/failure'
import { failed, ok, type Result } from '../contract/result'
import type { CodeContentView, DeviceTypesView } from '../contract/code-views'
import { qrPayload, typePayload } from '../domain/qr-payload'
import type { SettingsRecord } from '../domain/settings-record'
import type { DeviceTypes } from '../ports/device-types'
import type { SettingsStore } from '../ports/settings'

/** How a code is written. */
export interface ChosenContent {
  readonly view: CodeContentView
  readonly write: (settings: SettingsRecord) => string
  /** In several simpler codes instead of one. */
  readonly split: boolean
  /** The same text: the same choice. */
  readonly key: string
}

/** What codes hold, by the preferences and the device types of this moment. */
export interface CodeContents {
  /** `qr.type-missing` when the device type that was chosen has no file any more. */
  chosen(): Result<ChosenContent>
  /** The device types to choose from. */
  types(): DeviceTypesView
}

/** Makes the choice of contents. */
export function createCodeContents(parts: {
  readonly settings: SettingsStore
  readonly deviceTypes: DeviceTypes
}): CodeContents {
  const { settings, deviceTypes } = parts
  return {
    chosen() {
      const { codeContent, smallCamera } = settings.read()
      const builtIn = builtInOf(codeContent)
      if (builtIn) {
        const view = { content: builtIn }
        const write = (record: SettingsRecord) => qrPayload(record, builtIn)
        return ok({ view, write, split: smallCamera, key: `${builtIn} ${String(smallCamera)}` })
      }
      const id = codeContent.replace(/^type:/, '')
      const type = deviceTypes.find(id)
      if (type === undefined) return failed(failure('qr.type-missing', { file: `${id}.json` }))
      return ok(ofType(type, smallCamera))
    },
    types() {
      const { types, refused } = deviceTypes.list()
      return { types: types.map(({ id, type: { name } }) => ({ id, name })), refused }
    },
  }
}

function ofType(type: DeviceType, smallCamera: boolean): ChosenContent {
  const split = smallCamera || type.smallCamera
  return {
    view: { content: 'type', name: type.name, ...('content' in type ? { like: type.content } : {}) },
    write: (record) => typePayload(record, type),
    split,
    key: JSON.stringify([type, split]),
  }
}
