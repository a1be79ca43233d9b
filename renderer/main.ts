import { mount } from 'svelte'
import { language } from '../main/contract/text/text'
import App from './App.svelte'
import './app.css'
import { bridge } from './bridge'
import { createSession } from './state/create-session'
import { browserTimers } from './state/timers'

document.documentElement.lang = language.code
document.documentElement.dir = language.direction
const target = document.getElementById('window')
if (target) mount(App, { target, props: { session: createSession(bridge(), browserTimers, sessionStorage) } })
