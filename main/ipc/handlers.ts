import { codesHandlers } from './handlers/codes'
import { connectionsHandlers } from './handlers/connections'
import type { Surroundings } from './handlers/desk-work'
import { handoversHandlers } from './handlers/handovers'
import { laptopsHandlers } from './handlers/laptops'
import { practiceHandlers } from './handlers/practice'
import { replacementsHandlers } from './handlers/replacements'
import { reportsHandlers } from './handlers/reports'
import { sealingHandlers } from './handlers/sealing'
import { serversHandlers } from './handlers/servers'
import { supportHandlers } from './handlers/support'
import { systemHandlers } from './handlers/system'
import { tokensHandlers } from './handlers/tokens'
import { upkeepHandlers } from './handlers/upkeep'
import { windowHandlers } from './handlers/window'
import type { Handlers } from './register'

/** One line for each channel: what the window asks, which service answers. */
export function createHandlers(around: Surroundings): Handlers {
  // PEM texts the person chose, by their handles.
  const certificates = new Map<string, string>()
  return {
    ...systemHandlers(around),
    ...connectionsHandlers(around, certificates),
    ...serversHandlers(around, certificates),
    ...codesHandlers(around),
    ...practiceHandlers(around),
    ...handoversHandlers(around),
    ...replacementsHandlers(around),
    ...sealingHandlers(around),
    ...tokensHandlers(around),
    ...upkeepHandlers(around),
    ...laptopsHandlers(around, certificates),
    ...reportsHandlers(around),
    ...supportHandlers(around),
    ...windowHandlers(around),
  }
}
