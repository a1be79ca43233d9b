// One handover in a process of its own, which ends itself by SIGKILL at a named step. The first argument is a job as JSON;
// a line is printed for each step, and at the end `done`, or `failed` and the failure.
import { writeFileSync, writeSync } from 'node:fs'
import { startHandover, type HandoverJob } from './handover-run'

/** What happens at which step of the job, and at which of its occurrences, from 1. */
export interface SteppedJob extends HandoverJob {
  /** Where it dies. */
  readonly dieAt?: { readonly step: string; readonly time: number }
  /** Where it writes a file, by which others know; the disk's shim, for one. */
  readonly markAt?: { readonly step: string; readonly time: number; readonly file: string }
}

const job = JSON.parse(process.argv[2] ?? '') as SteppedJob
const times = new Map<string, number>()
const run = startHandover(job, (step) => {
  const time = (times.get(step) ?? 0) + 1
  times.set(step, time)
  writeSync(1, `${time} ${step}\n`)
  if (job.dieAt?.step === step && job.dieAt.time === time) process.kill(process.pid, 'SIGKILL')
  if (job.markAt?.step === step && job.markAt.time === time) writeFileSync(job.markAt.file, '')
})
if (!('carryOut' in run)) throw new Error(run.code)

// The clock's timers keep no process alive, and here there is no window that does.
setInterval(() => undefined, 1_000_000)
void run.carryOut().then((failed) => {
  writeSync(1, failed ? `failed ${JSON.stringify(failed)}\n` : 'done\n')
  process.exit(0)
})
