import type { Crypto } from '../ports/crypto'
import type { Clock } from '../ports/clock'
import type { InfluxNetwork } from '../ports/influx'
import type { Ledger } from '../ports/ledger'
import type { Qr } from '../ports/qr'
import type { Random } from '../ports/random'
import type { Board } from './board'
import type { Buckets } from './buckets'
import type { Connect } from './connect'
import { createErrands } from './laptops/errands'
import { createLimit, type Limit } from './laptops/limit'
import { createLookout, type Lookout } from './laptops/lookout'
import { createLost, type Lost } from './laptops/lost'
import { createMakeLaptopToken } from './laptops/make'
import { createPrepare, type Prepare } from './laptops/prepare'
import { createSwap } from './laptops/swap'
import { createTake, type Take } from './laptops/take'
import { createUndo } from './laptops/undo'
import { createWaits } from './laptops/waits'
import type { ServerTime } from './server-time'
import type { Secrets } from './secrets'
import type { Owners } from './owners'
import type { Sessions } from './sessions'
import type { Settle } from './settle'
import type { TokenActs } from './token-acts'
import type { TokenIndex } from './token-index'
import type { TokenTexts } from './token-texts'
import { createUnclaimed, type Unclaimed } from './unclaimed'

/** Laptop tokens: for this laptop, for another, and after one was lost. */
export interface Laptops {
  readonly limit: Limit
  readonly prepare: Prepare
  readonly take: Take
  readonly lost: Lost
  readonly lookout: Lookout
  /** Tokens made in Tokens; what is left of them is seen through like what is left of laptop tokens. */
  readonly unclaimed: Unclaimed
}

/** Wires what works on laptop tokens. */
export function createLaptops(parts: {
  readonly ledger: Ledger
  readonly network: InfluxNetwork
  readonly crypto: Crypto
  readonly clock: Clock
  readonly random: Random
  readonly qr: Qr
  readonly board: Board
  readonly buckets: Buckets
  readonly connect: Connect
  readonly secrets: Secrets
  readonly sessions: Sessions
  readonly settle: Settle
  readonly index: TokenIndex
  readonly texts: TokenTexts
  readonly owners: Owners
  readonly serverTime: ServerTime
  readonly acts: TokenActs
}): Laptops {
  const errands = createErrands(parts.ledger)
  const make = createMakeLaptopToken({ install: parts.ledger.install, acts: parts.acts })
  const waits = createWaits(parts.clock)
  const undo = createUndo({ ...parts, errands, waits })
  const swap = createSwap({ ...parts, errands, make, undo })
  const take = createTake({ ...parts, errands, swap })
  const lost = createLost({ ...parts, errands, later: () => lookout.later() })
  const unclaimed = createUnclaimed({ ...parts, errands, undo, waits, lookout: () => lookout })
  const lookout: Lookout = createLookout({ ...parts, errands, waits, undo, swap, take, lost, unclaimed })
  return {
    limit: createLimit({ ...parts, errands, swap, waits }),
    prepare: createPrepare({ ...parts, errands, make, undo, lookout, waits }),
    take,
    lost,
    lookout,
    unclaimed,
  }
}
