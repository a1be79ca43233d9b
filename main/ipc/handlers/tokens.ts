import type { TokensReplies } from '../../contract/channels/tokens'
import { done, ok } from '../../contract/result'
import { onDesk, type HandlersOf, type Surroundings } from './desk-work'

/** Every token of the organization. One line for each request: which service answers. */
export function tokensHandlers(around: Surroundings): HandlersOf<keyof TokensReplies> {
  const at = onDesk(around.desk)
  return {
    'tokens.query': (request) => at(({ tokens }) => ok(tokens.query(request))),
    'tokens.refresh': () => at(({ tokens }) => tokens.refresh()),
    'tokens.find': ({ id }) => at(({ tokens }) => tokens.find(id)),
    'tokens.story': ({ id }) => at(({ tokens }) => tokens.story(id)),
    'tokens.owners': () => at(({ tokens }) => tokens.owners()),
    'tokens.create': (request) => at(({ tokens }) => tokens.create(request)),
    'tokens.secret': ({ secret, act }) => at(({ tokens }) => tokens.text(secret, act)),
    'tokens.let-go': ({ secret, revoke }) => at(({ tokens }) => tokens.letGo(secret, revoke)),
    'tokens.summary': ({ ids }) => at(({ tokens }) => tokens.summary(ids)),
    'tokens.set-status': ({ ids, status }) => at(({ tokens }) => tokens.setStatus(ids, status)),
    'tokens.set-review': ({ ids, review }) => at(({ tokens }) => tokens.setReview(ids, review)),
    'tokens.describe': ({ id, text }) => at(({ tokens }) => tokens.describe(id, text)),
    'tokens.preview-describe': ({ ids, how }) => at(({ tokens }) => tokens.previewDescribe(ids, how)),
    'tokens.describe-all': ({ rows }) => at(({ tokens }) => tokens.describeAll(rows)),
    'tokens.stop': () =>
      at(({ tokens }) => {
        tokens.stop()
        return done
      }),
    'tokens.revoke': ({ ids }) => at(({ tokens }) => tokens.revoke(ids)),
    'tokens.copy-id': ({ id }) => {
      around.copy(id)
      return done
    },
  }
}
