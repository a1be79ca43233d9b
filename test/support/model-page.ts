import type { AppEvent, CodeView, HandoverView } from '../../main/contract/views'
import type { Result } from '../../main/contract/result'
import { practicePort } from '../../main/contract/practice-port'
import type { Desk } from '../../main/services/desk'

/** What a page of the window asks of main for one device, as renderer/state/running.svelte.ts does it. */
export interface ModelPage {
  /** The code on it. */
  code(): CodeView | undefined
  /** Create token. */
  create(): Promise<void>
  /** Asks for the view, as every page does first, and takes up the device's handover; without one, Create token. */
  takeUp(): Promise<void>
  /** "Scanned, next device", by code. */
  scanned(): Result<HandoverView> | undefined
  receive(event: AppEvent): void
  /** Its process is gone: what it asked for goes on in main, but no answer is heard and nothing more is asked. */
  die(): void
}

/** Makes a page that hands `device` over. */
export function createModelPage(parts: {
  readonly desk: Desk
  readonly device: string
  readonly bucket: string
  readonly by: 'qr' | 'usb'
}): ModelPage {
  const { desk, device, bucket, by } = parts
  let alive = true
  let code: CodeView | undefined
  let current: string | undefined
  const shownOnce = new Set<string>()
  const handovers = () => {
    const workspace = desk.workspace()
    if (!workspace.ok) throw new Error(workspace.failure.code)
    return workspace.value.handovers
  }

  const show = async (id: string) => {
    const drawn = await handovers().show(id)
    if (alive && drawn.ok) code = drawn.value
  }
  /** A code is asked for by itself once, as soon as there can be one. */
  const follow = async (handover: HandoverView) => {
    const { id, active, failure, sealed, delivery, state } = handover
    const isReady = delivery === 'qr' && active && failure === undefined && sealed && state === 'minted'
    if (!isReady || shownOnce.has(id)) return
    shownOnce.add(id)
    await show(id)
  }
  const adopt = async (handover: HandoverView) => {
    if (!alive) return
    current = handover.id
    await follow(handover)
  }

  const page: ModelPage = {
    code: () => code,
    async create() {
      const request = { device, bucketId: bucket, delivery: by, port: practicePort, keepBoth: false }
      const reply = await handovers().start(request)
      if (reply.ok && reply.value.kind === 'started') await adopt(reply.value.handover)
    },
    async takeUp() {
      const known = desk.view().handovers.find((handover) => handover.device === device)
      if (known === undefined) return page.create()
      const port = by === 'usb' ? { port: practicePort } : {}
      const reply = await handovers().resume({ id: known.id, delivery: by, ...port })
      if (reply.ok) await adopt(reply.value)
    },
    scanned: () => (code === undefined ? undefined : handovers().scanned(code.handover)),
    receive(event) {
      if (!alive) return
      if (event.kind === 'code-hidden' && code?.handover === event.handover) code = undefined
      if (event.kind === 'handover' && event.handover.id === current) void follow(event.handover)
    },
    die() {
      alive = false
      code = undefined
    },
  }
  return page
}
