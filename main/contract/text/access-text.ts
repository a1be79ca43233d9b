import { assertNever } from '../result'
import { text } from './text'
import type { AccessView } from '../token-views'

/** Access in words, such as `write · plant`. */
export function accessText({ actions, what, reach, type, deleted }: AccessView): string {
  const words = text.tokens.access
  const act = words.actions[actions]
  switch (reach) {
    case 'one':
      if (type !== 'buckets') return words.one(act, type, what)
      return deleted ? words.deletedBucket(act, what) : words.bucket(act, what)
    case 'organization':
      return words.organization(act, type)
    case 'instance':
      return words.instance(act, type)
    default:
      return assertNever(reach)
  }
}
