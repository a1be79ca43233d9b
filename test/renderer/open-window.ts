import { render } from '@testing-library/svelte'
import { tick } from 'svelte'
import App from '../../renderer/App.svelte'
import { createSession } from '../../renderer/state/create-session'
import type { Session } from '../../renderer/state/session'
import type { Keeper } from '../../renderer/state/keeper'
import { createFakeBridge, type FakeBridge } from '../support/fake-bridge'
import { createManualTimers, type ManualTimers } from '../support/manual-timers'

/** The whole window around a bridge and a clock of the test's own. */
export interface OpenWindow extends FakeBridge {
  readonly session: Session
  readonly timers: ManualTimers
  readonly kept: Map<string, string>
  /** Waits until everything answered so far is drawn. */
  settle(): Promise<void>
}

/** A state of its own without components. */
export function openSession(fake = createFakeBridge(), kept = new Map<string, string>()): OpenWindow {
  const timers = createManualTimers()
  const keeper: Keeper = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }
  const session = createSession(fake.bridge, timers, keeper)
  return { ...fake, session, timers, kept, settle }
}

/** Draws the window and waits for its first view. */
export async function openWindow(fake?: FakeBridge, kept?: Map<string, string>): Promise<OpenWindow> {
  const window = openSession(fake, kept)
  render(App, { props: { session: window.session } })
  await settle()
  return window
}

async function settle() {
  // Each answer of the fake is a promise: some follow from others, none takes longer than a few turns.
  for (let turn = 0; turn < 12; turn += 1) await tick()
}
