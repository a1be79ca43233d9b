import { canonicalSettings } from '../../main/domain/canonical-settings'
import { createPushSettings, type PushJob } from '../../main/services/push-settings'
import { createFakeClock } from './fake-clock'
import { hashing, pushJob } from './push-job'
import { sampleNonce, sampleSettings } from './sample-settings'
import { createScriptedLink, identity, resultOf, type Received, type ScriptedLink } from './scripted-link'

/** The hash of the sample settings. */
export const sampleHash = hashing.sha256(canonicalSettings(sampleSettings, sampleNonce))

/** What a good device answers to `confirm`. */
export const stored = { n: sampleNonce, stored: true, sha256: sampleHash, reboot: false }

/** A device that does everything right, but for what a test replaces. */
export function scriptedDevice(
  replace: (request: Received, times: number) => string | null | undefined = () => undefined,
) {
  const have = new Set<number>()
  const times = new Map<string, number>()
  return createScriptedLink((request) => {
    const { id, method, params } = request
    times.set(method, (times.get(method) ?? 0) + 1)
    const other = replace(request, times.get(method) ?? 0)
    if (other !== undefined) return other ?? undefined
    if (method === 'identify') return resultOf(id, identity)
    if (method === 'confirm') return resultOf(id, stored)
    have.add(params['i'] as number)
    return resultOf(id, { n: params['n'], have: [...have] })
  })
}

/** Pushes the sample settings over `link` on a clock of its own. */
export async function runPush(link: ScriptedLink, change: Partial<PushJob> = {}) {
  const clock = createFakeClock()
  const job = pushJob(link, change)
  const result = await clock.finish(createPushSettings({ clock, crypto: hashing })(job))
  return { result, job, elapsed: clock.monotonic(), pending: clock.pending() }
}

/** How a push ended: `ok` or the failure's code. */
export const codeOf = ({ result }: Awaited<ReturnType<typeof runPush>>) => (result.ok ? 'ok' : result.failure.code)
/** The methods the device was asked, in order. */
export const methodsOf = (link: ScriptedLink) => link.received.map(({ method }) => method)
