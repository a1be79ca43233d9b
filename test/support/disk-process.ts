// Handovers in a process whose disk fails. A line is a JSON list: a job, and $SHIM_FROM. Each answer is a line: the failure
// that ended the job, null for none, or what was thrown. What it left on the disk is copied beside the folder, as "-left":
// this process still holds locks.
import { cpSync, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { startHandover, type HandoverJob } from './handover-run'

const answer = async ([job, from]: [HandoverJob, string]): Promise<unknown> => {
  process.env['SHIM_UNDER'] = `${job.folder}/`
  process.env['SHIM_FROM'] = from
  try {
    const run = startHandover(job, () => undefined)
    if (!('carryOut' in run)) return run
    try {
      return (await run.carryOut()) ?? null
    } finally {
      run.end()
    }
  } catch (error) {
    return { thrown: String(error) }
  } finally {
    delete process.env['SHIM_FROM']
    for (const [kept, left] of [
      [job.folder, `${job.folder}-left`],
      [`${job.folder}-vault.json`, `${job.folder}-left-vault.json`],
    ] as const) {
      if (existsSync(kept)) cpSync(kept, left, { recursive: true })
    }
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  void answer(JSON.parse(line) as [HandoverJob, string]).then((told) =>
    process.stdout.write(`${JSON.stringify(told)}\n`),
  )
})
