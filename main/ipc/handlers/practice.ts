import type { PracticeReplies } from '../../contract/channels/practice'
import { done, type Result } from '../../contract/result'
import { type Desk } from '../../services/desk'
import { type HandlersOf, type Surroundings } from './desk-work'

/** The practice server and device. One line for each request: which service answers. */
export function practiceHandlers(around: Surroundings): HandlersOf<keyof PracticeReplies> {
  const { desk } = around
  const inPractice = (use: (practice: NonNullable<ReturnType<Desk['practice']>>) => void): Result<void> => {
    const practice = desk.practice()
    if (practice) use(practice)
    return done
  }
  return {
    'practice.start': () => desk.startPractice(),
    'practice.leave': async ({ keep }) => {
      await desk.leavePractice(keep)
      return done
    },
    'practice.fault': ({ fault }) => inPractice((practice) => practice.fault(fault)),
    'practice.plug': () => inPractice((practice) => practice.plug()),
    'practice.scan': () => {
      const practice = desk.practice()
      const seen = practice?.workspace.code.inView()
      return practice && seen ? practice.scan(seen) : done
    },
  }
}
