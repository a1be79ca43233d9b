import type { AppState } from './app.svelte'
import type { Form } from './form.svelte'
import type { Keeper } from './keeper'
import type { Running } from './running.svelte'
import { isOver } from './stage'

/** Where the form and the stage stand, for the page that follows this one. No secret is in it. */
interface Place {
  readonly device: string
  readonly bucketId: string
  readonly delivery: 'qr' | 'usb'
  readonly port: string
  readonly handover: string
}

const kept = 'way-back'

/** Keeps what is on the form and the stage over the change of pages that a new admin token brings. */
export function createWayBack(parts: {
  readonly app: AppState
  readonly form: Form
  readonly running: Running
  readonly keeper: Keeper
}) {
  const { app, form, running, keeper } = parts
  let next: string | undefined
  const here = () => {
    const { device, bucketId, delivery, port } = form
    const place: Place = { device, bucketId, delivery, port, handover: running.currentId ?? '' }
    return { connection: app.connection?.id, place }
  }
  let left = here()
  return {
    /** The person leaves for another token or server: what main tells from now on may empty the form first. */
    leave() {
      left = here()
    },
    /** The server in use has another address: what is on the form is meant for that one too. */
    follow(url: string) {
      next = url
    },
    /**
     * As it was when the person left: the token of `connection` was replaced, or it is the server in use at its new address `url`; what belongs to another
     * connection is not brought back.
     */
    keep(connection: string, url?: string) {
      const same = left.connection === connection
      if (!same && (next === undefined || url !== next)) return
      keeper.setItem(kept, JSON.stringify(same ? left.place : { ...left.place, handover: '' }))
    },
    /** Takes it up again. What waited for another token goes on. */
    restore() {
      const place = read(keeper.getItem(kept))
      keeper.removeItem(kept)
      if (place === undefined) return
      const { device, bucketId, delivery, port } = place
      Object.assign(form, { device, bucketId, delivery, port })
      const handover = app.handover(place.handover)
      if (handover !== undefined && !isOver(handover)) void running.continue(handover, handover.delivery)
    },
  }
}

function read(text: string | null): Place | undefined {
  if (text === null) return undefined
  try {
    const { device, bucketId, delivery, port, handover } = JSON.parse(text) as Partial<Record<keyof Place, unknown>>
    const words = [device, bucketId, port, handover].map((word) => (typeof word === 'string' ? word : ''))
    const [a = '', b = '', c = '', d = ''] = words
    return { device: a, bucketId: b, port: c, handover: d, delivery: delivery === 'usb' ? 'usb' : 'qr' }
  } catch {
    return undefined
  }
}
