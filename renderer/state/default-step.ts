import { actionsOf } from './next-action'
import type { Session } from './session'
import { pushDone } from './stage'

/** Enter with the focus nowhere: the next step of the Hand over screen, so that a lost focus costs nothing. */
export function defaultStep({ app, dialogs, running, actOnStage }: Session) {
  if (app.screen !== 'hand-over' || dialogs.current !== undefined) return
  const { stage } = running
  switch (stage.kind) {
    case 'ready':
      return void running.create()
    case 'code':
      return void running.scanned()
    case 'hidden':
      return void running.show()
    case 'data':
      return running.next()
    case 'sending':
      return pushDone(stage.handover) ? running.next() : undefined
    case 'failure':
      return actOnStage(actionsOf(stage.failure.code).next, stage.failure)
    case 'creating':
      return
  }
}
