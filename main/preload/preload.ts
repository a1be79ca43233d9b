import { contextBridge, ipcRenderer } from 'electron'
import { channels, eventWire, wireName, type Channel } from '../contract/channels'

const ask = (channel: Channel) => (request?: unknown) => ipcRenderer.invoke(wireName(channel), request)

const requests = Object.fromEntries((Object.keys(channels) as Channel[]).map((channel) => [channel, ask(channel)]))

/** Only the event's data crosses over: the IPC event object itself carries the sender. */
const onEvent = (receive: (event: unknown) => void) => {
  const listen = (_event: unknown, data: unknown) => {
    receive(data)
  }
  ipcRenderer.on(eventWire, listen)
  return () => {
    ipcRenderer.off(eventWire, listen)
  }
}

contextBridge.exposeInMainWorld('fieldkey', { ...requests, onEvent })
