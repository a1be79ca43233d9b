import { BaseSequencer } from 'vitest/node'

/** What plays generated cases, or every length of a file: a minute and more each, however short the file is. */
const long = /\/test\/(faults|main\/model)\/|\/truncated/

/** Begins with the files that take longest, so that none of them is left for the end with the other workers idle. */
export class LongestFirst extends BaseSequencer {
  /**
   * @override
   * @param {import('vitest/node').TestSpecification[]} files
   */
  async sort(files) {
    const sorted = await super.sort(files)
    return [true, false].flatMap((first) => sorted.filter(({ moduleId }) => long.test(moduleId) === first))
  }
}
