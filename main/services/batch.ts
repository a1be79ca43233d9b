import { failure, type Failure } from '../contract/failure'
import { ok, type Result } from '../contract/result'
import { deviceFlaw } from '../domain/device-id'
import { isOpen } from '../domain/handover'
import type { Story } from '../ports/ledger'
import type { SettingsStore } from '../ports/settings'
import { createOutcomes, type BatchFollower, type BatchOutcome, type BatchOutcomes } from './batch-outcomes'
import { createBatchSteps, type BatchParts, type BatchSteps, type Looked } from './batch-steps'
import type { StartRequest } from './begin'
import type { Buckets } from './buckets'
import { standing } from './duplicates'
import type { SealKey } from './seal-key'
import type { Session, Sessions } from './sessions'
import type { Settle } from './settle'
import { byDevice } from './token-groups'
import { indexMaxAge, type TokenList } from './token-index'

/** Many devices for one bucket. */
export interface BatchRequest extends Pick<StartRequest, 'bucketId' | 'delivery'> {
  readonly devices: readonly string[]
}

/**
 * Mints and activates the tokens of many devices, one handover each with all its durable steps. Run again after a crash
 * it goes on with what was begun: no device gets a second token.
 */
export type Batch = (request: BatchRequest, follower?: BatchFollower) => Promise<Result<readonly BatchOutcome[]>>

/** So many are looked at by one list, which takes the server as long as a dozen requests and more. */
const groupSize = 512

/**
 * Makes the batch. A group of tokens is minted, then one list shows the twins of all of them, then they are switched on:
 * nobody has any of them before, so the look between the 201 and the PATCH is as good as one for each.
 */
export function createBatch(
  parts: BatchParts & {
    readonly sessions: Sessions
    readonly buckets: Buckets
    readonly sealKey: SealKey
    readonly settle: Settle
    readonly settings: SettingsStore
  },
): Batch {
  const { board, sessions, buckets, sealKey, index, settle, settings } = parts

  /** Open handovers of the connection and bucket, by device; unsure ones are looked up first. */
  const begunBefore = async (session: Session, { devices, bucketId }: BatchRequest) => {
    const wanted = new Set(devices)
    const open = () =>
      board
        .pending()
        .filter(({ intent, now }) => intent.connection === session.connection.id && isOpen(now) && !now.revoking)
        .filter(({ intent }) => intent.bucket.id === bucketId && wanted.has(intent.device))
    if (open().some(({ now }) => now.state === 'asked')) await settle.sweep(session.connection.id)
    return new Map(open().map((story) => [story.intent.device, story]))
  }

  /** The devices that get a token, and the handovers that go on; what became of the others goes to the outcomes. */
  const sort = (devices: readonly string[], before: ReadonlyMap<string, Story>, list: TokenList, to: BatchOutcomes) => {
    const pattern = settings.read().devicePattern
    const live = byDevice(list.rows)
    const left: Story[] = []
    const fresh: string[] = []
    for (const device of devices) {
      const known = before.get(device)
      const flaw = known ? flawOf(known) : deviceFlaw(device, pattern)
      if (flaw) to.fail(device, flaw)
      else if (known) left.push(known)
      else {
        const tokens = standing({ ...list, rows: live.get(device) ?? [] }, device, board)
        if (tokens.length > 0) to.end({ kind: 'duplicate', device, tokens })
        else fresh.push(device)
      }
    }
    return { left, fresh }
  }

  return async (request, follower = {}) => {
    const devices = [...new Set(request.devices)]
    const opened = await sessions.current()
    if (!opened.ok) return opened
    const session = opened.value
    const bucket = await buckets.find(session, request.bucketId)
    if (!bucket.ok) return bucket
    const key = await sealKey.atMost(indexMaxAge)
    if (!key.ok) return key
    const before = await begunBefore(session, request)
    const list = await index.atMost(session, indexMaxAge)
    if (!list.ok) return list

    const outcomes = createOutcomes(follower)
    const { left, fresh } = sort(devices, before, list.value, outcomes)
    const run = { session, request, bucketName: bucket.value.name, key: key.value, outcomes }
    await inGroups(createBatchSteps(parts, run), left, fresh)
    return ok(outcomes.inOrderOf(devices))
  }
}

/** Why a handover that was begun before is not the batch's to finish. */
function flawOf({ intent, now }: Story): Failure | undefined {
  if (now.state === 'asked') return failure('token.unsure')
  return now.disabled ? failure('token.off', { id: intent.device }) : undefined
}

/**
 * Takes the devices through the steps. The server has no idle moment: the next group is begun with the last of this one,
 * this one is looked at meanwhile, and switched on from when the next one's last has begun.
 */
async function inGroups(steps: BatchSteps, left: readonly Story[], fresh: readonly string[]): Promise<void> {
  const underway = [steps.look(left).then(steps.switchOn)]
  let looked: Promise<Looked> | undefined
  for (let from = 0; from < fresh.length; from += groupSize) {
    const { taken, made } = steps.mintAll(fresh.slice(from, from + groupSize))
    await taken
    if (looked) underway.push(looked.then(steps.switchOn))
    looked = made.then(steps.look)
  }
  if (looked) underway.push(looked.then(steps.switchOn))
  await Promise.all(underway)
}
