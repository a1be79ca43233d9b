import type { Bridge } from '../../main/contract/channels'
import { text } from '../../main/contract/text/text'
import type { AppView, Check, ConnectionView } from '../../main/contract/views'
import type { Announcer } from './announcer.svelte'
import type { AppState, Screen } from './app.svelte'
import type { Keeper } from './keeper'
import type { Notices } from './notices.svelte'
import type { createWayBack } from './way-back'

/** What connecting leaves to do. */
export interface AfterConnectParts {
  readonly bridge: Bridge
  readonly app: AppState
  readonly notices: Notices
  readonly announcer: Announcer
  readonly keeper: Keeper
  readonly adopt: (view: AppView) => void
  readonly go: (screen: Screen) => void
  readonly wayBack: ReturnType<typeof createWayBack>
}

const kept = 'after-connect'
const words = text.connect.check
const isCheck = (name: string): name is Check['name'] => Object.hasOwn(words, name)

/** What happens once a server is in use: the offer to clear the clipboard, and the rights that are missing. */
export function createAfterConnect(parts: AfterConnectParts) {
  const { bridge, app, notices, announcer, keeper, adopt, go, wayBack } = parts
  const clear = async () => {
    const reply = await bridge['clipboard.clear']()
    notices.remove('clipboard')
    if (!reply.ok) return notices.fail('clipboard', reply.failure)
    if (reply.value.cleared) return announcer.say(text.frame.clipboardCleared)
    notices.add({ key: 'clipboard', text: text.frame.clipboardOther })
    announcer.say(text.frame.clipboardOther)
  }
  const offer = (missing: readonly Check['name'][], clipboard: boolean) => {
    if (clipboard) {
      const action = { label: text.frame.clearClipboard, run: () => void clear() }
      notices.add({ key: 'clipboard', text: text.frame.clipboardOffer, action })
    }
    if (missing.length === 0) return
    const list = missing.map((name) => words[name]).join(', ')
    notices.add({ key: 'missing', text: `${text.connect.missing} ${list}`, bad: true })
  }
  return {
    /** A connection came into use. The page may be replaced at any moment now, so the offer is kept for the next one. */
    connected(connection: ConnectionView, pasted: boolean, missing: readonly Check['name'][]) {
      const { practice } = connection
      if (pasted) wayBack.keep(connection.id, connection.url)
      const handovers = app.connection?.id === connection.id ? app.handovers : []
      if (app.view) adopt({ ...app.view, handovers, connection, practice })
      if (pasted) keeper.setItem(kept, missing.join(' '))
      offer(missing, pasted)
      announcer.say(connection.practice ? text.frame.practiceOn : text.connect.connectedTo(connection.name))
      go('hand-over')
    },
    /** A connection and its token are gone. */
    forgotten(name: string) {
      if (app.view?.connection?.name === name) {
        const { connection, ...rest } = app.view
        adopt({ ...rest, handovers: app.handovers, saved: rest.saved.filter(({ id }) => id !== connection.id) })
      }
      notices.add({ key: 'forgotten', text: text.connect.forgotten(name) })
      announcer.say(text.connect.forgotten(name))
    },
    /** A connection got another token, and this page will be replaced. */
    replaced(id: string) {
      wayBack.leave()
      wayBack.keep(id)
      keeper.setItem(kept, '')
    },
    /** Takes up what the page before this one left to offer. */
    restore() {
      wayBack.restore()
      const missing = keeper.getItem(kept)
      keeper.removeItem(kept)
      if (missing !== null) offer(missing.split(' ').filter(isCheck), true)
    },
  }
}
