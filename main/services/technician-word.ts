import { failure } from '../contract/failure'
import { done, failed, ok, type Result } from '../contract/result'
import type { HandoverView } from '../contract/views'
import { isOver } from '../domain/handover'
import type { Story } from '../ports/ledger'
import type { Board } from './board'
import type { FirstDataWatch } from './first-data'
import type { Replacement } from './replacement'
import type { CodeOnScreen } from './show-code'

/** What counts because the technician says so. */
export interface TechnicianWord {
  /** The device has read the code. */
  scanned(id: string): Result<HandoverView>
  /** The device works for good. */
  works(id: string): Result<HandoverView>
  /** Its token is to stay after all. `token.ending` once a try to delete it may have reached the server. */
  callBack(id: string): Result<HandoverView>
}

/** Makes it. The device has the token then, so the one it replaces is switched off. */
export function createTechnicianWord(parts: {
  readonly board: Board
  readonly code: CodeOnScreen
  readonly watch: FirstDataWatch
  readonly replacement: Replacement
}): TechnicianWord {
  const { board, code, watch, replacement } = parts

  const shown = (id: string): Result<HandoverView> => {
    const view = board.view(id)
    return view ? ok(view) : failed(failure('token.gone', { id: '' }))
  }

  const deliver = (id: string): Result<unknown> => {
    const now = board.story(id)?.now
    return now?.state === 'minted' && now.active ? board.note(id, { kind: 'delivered', proof: 'scanned' }) : done
  }

  /** Another token of the device is there or on its way: two would work side by side. */
  const isSucceeded = ({ intent: { id, connection, device, keepBoth, replaces } }: Story) =>
    board.stories().some(({ intent: other, now }) => {
      const same = other.id !== id && other.connection === connection && other.device === device
      const works = !isOver(now) && !now.revoking && !now.disabled && !replaces?.includes(now.authId ?? '')
      return same && works && !keepBoth && !other.keepBoth
    })

  return {
    scanned(id) {
      const delivered = deliver(id)
      if (!delivered.ok) return delivered
      code.hideIf(id, 'next')
      watch.start(id)
      void replacement.retireNow(id)
      return shown(id)
    },

    works(id) {
      const delivered = deliver(id)
      if (!delivered.ok) return delivered
      const now = board.story(id)?.now
      if (now?.state !== 'delivered') return shown(id)
      if (!now.active || now.old === 'returning' || now.old === 'on') return failed(failure('token.unsure'))
      const noted = board.note(id, { kind: 'confirmed', proof: 'technician' })
      if (!noted.ok) return noted
      code.hideIf(id, 'next')
      board.set(id, { failure: undefined, overdue: undefined })
      void replacement.retireNow(id)
      return shown(id)
    },

    callBack(id) {
      const story = board.story(id)
      if (!story?.now.revoking) return shown(id)
      const waits = board.waits(id)
      if (waits?.unsent !== true || isSucceeded(story)) {
        return failed(failure('token.ending', { id: story.intent.device }, waits?.why?.code))
      }
      const noted = board.note(id, { kind: 'called-back' })
      if (!noted.ok) return noted
      board.set(id, { queued: undefined, deletion: undefined, tries: undefined, why: undefined })
      if (noted.value.now.state !== 'confirmed') watch.start(id)
      return shown(id)
    },
  }
}
