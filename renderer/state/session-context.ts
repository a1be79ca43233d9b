import { createContext } from 'svelte'
import type { Session } from './session'

/** The one session of the window, for every component below `App`. */
export const [useSession, provideSession] = createContext<Session>()
