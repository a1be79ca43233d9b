import { describe, expect, it } from 'vitest'
import { costsOf } from '../bench/page-frames.mjs'
import { figureLine, judge, type Comparison } from '../bench/report.mjs'
import { percentile, summarize } from '../bench/statistics.mjs'

const comparison = (own: readonly number[], target: Comparison['target']): Comparison => ({
  title: 'Anything',
  unit: 'ms',
  baseline: { name: 'bare', figures: [100, 80, 300] },
  measured: { name: 'Fieldkey', figures: own },
  target,
})

describe('the bench', () => {
  it('takes the middle of an odd number of figures, and the mean of the two middle ones of an even', () => {
    expect(summarize([9, 1, 10])).toEqual({ median: 9, min: 1, max: 10, count: 3 })
    expect(summarize([10, 1, 9, 2])).toEqual({ median: 5.5, min: 1, max: 10, count: 4 })
    expect(() => summarize([])).toThrow('nothing was measured')
  })

  it('takes for p99 the figure that 99 of 100 do not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n)
    expect([percentile(hundred, 0.99), percentile(hundred, 0.5), percentile([7], 0.99)]).toEqual([99, 50, 7])
    expect(() => percentile([], 0.5)).toThrow('nothing was measured')
  })

  it('judges by the medians, in the unit of the target', () => {
    expect(judge(comparison([130], { kind: 'add', most: 30 }))).toMatchObject({
      difference: '+30.0 ms',
      verdict: 'met',
    })
    expect(judge(comparison([131], { kind: 'add', most: 30 })).verdict).toBe('missed')
    expect(judge(comparison([125], { kind: 'share', most: 25 }))).toMatchObject({
      difference: '+25.0 %',
      verdict: 'met',
    })
    expect(judge(comparison([126], { kind: 'share', most: 25 })).verdict).toBe('missed')
    expect(judge(comparison([90], { kind: 'add', most: 30 }))).toMatchObject({ difference: '−10.0 ms', verdict: 'met' })
  })

  it('counts to a frame all that the page did until the next one, also what is between the two', () => {
    const thread = (pid: number, name: string) => event('thread_name', 0, 0, { ph: 'M', pid, args: { name } })
    const task = (ts: number, dur: number, pid = 7) => event('ThreadControllerImpl::RunTask', ts, dur, { pid })
    const event = (name: string, ts: number, dur: number, more: object) => ({
      name,
      ts,
      dur,
      ph: 'X',
      pid: 7,
      tid: 1,
      args: {},
      ...more,
    })
    const begins = (ts: number) => event('FireAnimationFrame', ts, 100, {})
    expect(
      costsOf([
        thread(5, 'CrBrowserMain'),
        thread(7, 'CrRendererMain'),
        task(0, 50_000),
        task(60_000, 3000),
        begins(60_100),
        begins(60_300),
        task(64_000, 60_000),
        task(65_000, 40_000, 5),
        task(130_000, 2000),
        begins(130_100),
      ]),
    ).toEqual([63, 2])
  })

  it('prints median, span and number', () => {
    expect(figureLine('bare', [3, 1, 2], 'ms')).toMatch(/^ {2}bare +2\.0 ms +1\.0–3\.0 +n=3$/)
  })
})
