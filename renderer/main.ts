import { mount } from 'svelte'
import App from './App.svelte'
import './app.css'
import { bridge } from './bridge'
import { createSession } from './state/create-session'
import { browserTimers } from './state/timers'

const target = document.getElementById('window')
if (target) mount(App, { target, props: { session: createSession(bridge(), browserTimers, sessionStorage) } })
