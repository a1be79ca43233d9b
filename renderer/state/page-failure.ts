import type { Failure } from '../../main/contract/failure'
import type { Session } from './session'

/** The failure that the page in view shows with buttons of its own. */
export function pageFailure({
  app,
  running,
  tokens,
  risks,
}: Pick<Session, 'app' | 'running' | 'tokens' | 'risks'>): Failure | undefined {
  switch (app.screen) {
    case 'hand-over':
      return running.stage.kind === 'failure' ? running.stage.failure : undefined
    case 'tokens':
      return tokens.failure
    case 'risks':
      return risks.failure
    default:
      return undefined
  }
}
