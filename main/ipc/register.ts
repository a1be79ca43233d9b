import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import { channels, eventWire, readRequest, wireName, type Channel, type Replies } from '../contract/channels'
import { failure } from '../contract/failure'
import { failed, type Result } from '../contract/result'
import type { AppEvent } from '../contract/views'
import type { HandlersOf } from './handlers/desk-work'

/** One handler for each channel; a channel without one does not compile. */
export type Handlers = HandlersOf<Channel>

/** Who may ask: the main frame of our own page, nobody else. */
export interface Sender {
  readonly contents: () => WebContents | undefined
  readonly origin: string
}

/** Whether a request comes from the main frame of our page. */
export function isOurPage(
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  { contents, origin }: Sender,
): boolean {
  const page = contents()
  const frame = event.senderFrame
  return (
    page !== undefined &&
    event.sender.id === page.id &&
    frame !== null &&
    frame.routingId === page.mainFrame.routingId &&
    frame.processId === page.mainFrame.processId &&
    frame.url.startsWith(`${origin}/`)
  )
}

/** Registers every channel: sender check, decode, handler; a throw is a bug and becomes `internal` with a reference. */
export function registerChannels(
  handlers: Handlers,
  sender: Sender,
  bug: (what: string, error: unknown) => string,
): void {
  for (const channel of Object.keys(channels) as Channel[]) {
    ipcMain.handle(wireName(channel), (event, raw: unknown) =>
      isOurPage(event, sender)
        ? answer(channel, handlers, raw, bug)
        : failed(failure('internal', { report: bug(`${channel} from a foreign sender`, undefined) })),
    )
  }
}

/** Answers one request: always a Result, whatever came in and whatever happens inside. */
export async function answer<C extends Channel>(
  channel: C,
  handlers: Handlers,
  raw: unknown,
  bug: (what: string, error: unknown) => string,
): Promise<Result<Replies[C]>> {
  const request = readRequest(channel, raw)
  if (!request.ok) return failed(failure('internal', { report: bug(`${channel} with a malformed request`, undefined) }))
  try {
    return await handlers[channel](request.value)
  } catch (error) {
    return failed(failure('internal', { report: bug(channel, error) }))
  }
}

/** Sends an event to our page. */
export function sendEvent(contents: WebContents | undefined, event: AppEvent): void {
  if (contents && !contents.isDestroyed()) contents.send(eventWire, event)
}
