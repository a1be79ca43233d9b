import type { Bridge } from '../../main/contract/channels'
import { text } from '../../main/contract/text/text'
import type { Announcer } from './announcer.svelte'
import type { Dialogs } from './dialogs.svelte'
import type { Notices } from './notices.svelte'

/** Changes to another saved server without leaving the place one is at; whether it is in use now. */
export type SwitchServer = (id: string) => Promise<boolean>

/** Makes it. `leave` is told first: what main says from then on empties the form. */
export function createSwitchServer(parts: {
  readonly bridge: Bridge
  readonly announcer: Announcer
  readonly notices: Notices
  readonly dialogs: Dialogs
  readonly leave: () => void
}): SwitchServer {
  const { bridge, announcer, notices, dialogs, leave } = parts
  let asked = 0
  return async (id) => {
    leave()
    asked += 1
    const mine = asked
    const reply = await bridge['connection.use']({ id })
    if (mine !== asked) return false
    if (reply.ok) announcer.say(text.connect.connectedTo(reply.value.name))
    else {
      // The notice would stand behind the dialog.
      dialogs.close()
      notices.fail('switch', reply.failure)
    }
    return reply.ok
  }
}
