// The window around a bridge in memory, to look at: scene and theme come in the address, `?scene=code&theme=dark`.
import { mount } from 'svelte'
import App from '../../../renderer/App.svelte'
import '../../../renderer/app.css'
import { createSession } from '../../../renderer/state/create-session'
import { browserTimers } from '../../../renderer/state/timers'
import type { Settings } from '../../../main/contract/settings'
import { createFakeBridge } from '../fake-bridge'
import { findScene } from './scenes'

const query = new URLSearchParams(location.search)
const scene = findScene(query.get('scene') ?? 'ready')
const fake = createFakeBridge()
scene.prepare(fake, (query.get('theme') ?? 'light') as Settings['theme'])
const session = createSession(fake.bridge, browserTimers, sessionStorage)
const target = document.getElementById('window')
if (target) mount(App, { target, props: { session } })
setTimeout(() => scene.play?.(session, fake), 100)
