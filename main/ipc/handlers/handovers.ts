import type { HandoversReplies } from '../../contract/channels/handovers'
import { done, ok } from '../../contract/result'
import { olderHandovers } from '../../services/older-handovers'
import { onDesk, type HandlersOf, type Surroundings } from './desk-work'

/** Buckets, ports and handovers. One line for each request: which service answers. */
export function handoversHandlers(around: Surroundings): HandlersOf<keyof HandoversReplies> {
  const at = onDesk(around.desk)
  return {
    'buckets.list': ({ fresh }) =>
      at(async ({ sessions, buckets }) => {
        const session = await sessions.current()
        if (!session.ok) return session
        const list = await buckets.list(session.value, fresh)
        return list.ok ? ok(list.value.map(({ id, name }) => ({ id, name }))) : list
      }),
    'ports.list': () =>
      at(async ({ serial }) => {
        const ports = await serial.list()
        return ports.ok ? ok(ports.value.map(({ path, label }) => ({ path, label }))) : ports
      }),
    'ports.driver': () =>
      at(async ({ serial }) => {
        const chip = await serial.driverless?.()
        return ok(chip === undefined ? {} : { chip })
      }),
    'handover.prepare': () => at(({ handovers }) => handovers.prepare()),
    'handover.start': (request) =>
      at(async ({ handovers, settings }) => {
        const started = await handovers.start(request)
        if (started.ok)
          settings.update({ lastBucket: request.bucketId, ...(request.port ? { lastPort: request.port } : {}) })
        return started
      }),
    'handover.continue': (request) => at(({ handovers }) => handovers.resume(request)),
    'handover.show': ({ id }) => at(({ handovers }) => handovers.show(id)),
    'handover.hide': () =>
      at(({ code }) => {
        code.hide('asked')
        return done
      }),
    'handover.scanned': ({ id }) => at(({ handovers }) => handovers.scanned(id)),
    'handover.works': ({ id }) => at(({ handovers }) => handovers.works(id)),
    'handover.cancel': ({ id }) => at(({ handovers }) => handovers.cancel(id)),
    'handover.call-back': ({ id }) => at(({ handovers }) => handovers.callBack(id)),
    'handover.stop': ({ id }) =>
      at(({ handovers }) => {
        handovers.stop(id)
        return done
      }),
    'handover.steps': ({ id }) => at(({ handovers }) => ok(handovers.steps(id))),
    'handover.examine': ({ id }) => at(({ examine }) => examine(id)),
    'handover.older': ({ from }) => at((workspace) => ok(olderHandovers(workspace, from))),
  }
}
