import type { Bridge } from '../../main/contract/channels'

/**
 * The laptop has a network again: main looks at its servers now, as on "Try now", and does not wait for its next turn. That
 * a network is there says nothing of a server's reach, so main's own turns go on. Returns what stops it.
 */
export function watchNetwork(bridge: Pick<Bridge, 'waiting.try'>): () => void {
  const back = () => void bridge['waiting.try']()
  window.addEventListener('online', back)
  return () => {
    window.removeEventListener('online', back)
  }
}
