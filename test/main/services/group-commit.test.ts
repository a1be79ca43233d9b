import { expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed } from '../../../main/contract/result'
import type { Board } from '../../../main/services/board'
import { createGroupNote } from '../../../main/services/group-commit'
import { createFakeClock } from '../../support/fake-clock'

/** Notes a step each time so many milliseconds have passed; how many went into each commit. */
async function commitsOf(gaps: readonly number[]) {
  const clock = createFakeClock()
  const commits: number[] = []
  const board = {
    noteAll(steps: readonly unknown[]) {
      commits.push(steps.length)
      return steps.map((_step, n) => failed(failure('disk.full', { n: commits.length * 100 + n })))
    },
  } as unknown as Board
  const note = createGroupNote({ board, clock })
  const answers: Promise<unknown>[] = []
  for (const gap of gaps) {
    await clock.advance(gap)
    answers.push(Promise.resolve(note('h', { kind: 'probed' })))
  }
  await clock.advance(60)
  return { commits, answers: await Promise.all(answers) }
}

it('steps that come in a burst are one commit, and each hears of its own', async () => {
  const { commits, answers } = await commitsOf([0, 1, 4, 0, 20, 0])
  expect(commits).toEqual([4, 2])
  const told = [100, 101, 102, 103, 200, 201]
  expect(answers).toEqual(told.map((n) => failed(failure('disk.full', { n }))))
})

it('a burst without an end is committed after 50 ms', async () => {
  expect((await commitsOf(Array.from({ length: 40 }, () => 3))).commits).toEqual([17, 17, 6])
})
