import { createHash } from 'node:crypto'
import type { SerialLink } from '../../main/ports/serial'
import type { FoundDevice, PushJob } from '../../main/services/push-settings'
import { sampleNonce, sampleSettings } from './sample-settings'

/** SHA-256, straight from Node. */
export const hashing = { sha256: (text: string) => createHash('sha256').update(text, 'utf8').digest('hex') }

/** A job with the sample settings, which notes what it reports. */
export interface NotedJob extends PushJob {
  readonly noted: { found: FoundDevice[]; progress: number[]; storing: number }
}

/** Makes a job over `link`; `change` replaces parts of it. */
export function pushJob(link: SerialLink, change: Partial<PushJob> = {}): NotedJob {
  const noted: NotedJob['noted'] = { found: [], progress: [], storing: 0 }
  return {
    link,
    settings: sampleSettings,
    nonce: sampleNonce,
    signal: new AbortController().signal,
    on: {
      found: (device) => {
        noted.found.push(device)
      },
      progress: (share) => {
        noted.progress.push(share)
      },
      storing: () => {
        noted.storing += 1
      },
    },
    ...change,
    noted,
  }
}
