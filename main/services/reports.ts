import type { Failure } from '../contract/failure'
import { done, ok, type Result } from '../contract/result'
import type { RiskGroup, RiskReport } from '../contract/risk-views'
import { everyToken, riskKinds, type TokenFilter } from '../contract/token-query'
import type { Sheet } from '../domain/sheet'
import type { Clock } from '../ports/clock'
import type { Board } from './board'
import { historySheet } from './history-sheet'
import type { Owners } from './owners'
import { riskSheet } from './risk-sheet'
import type { Sessions } from './sessions'
import { indexMaxAge, type TokenIndex } from './token-index'
import type { Tokens } from './tokens'

export type { Sheet } from '../domain/sheet'

/** What is risky about the tokens, and reports that leave the window. */
export interface Reports {
  /** Looks at the server for it: now, or when nothing newer than 30 s is known. Without an answer, at what is known. */
  risks(fresh: boolean): Promise<Result<RiskReport>>
  /** The risk report as it was last looked at, all rows of it. */
  riskSheet(): Sheet
  /** These handovers, in this order. */
  historySheet(ids: readonly string[]): Sheet
}

/** Rows of a risk that the window gets at once. */
const shown = 5

/** Makes the reports. */
export function createReports(parts: {
  readonly board: Board
  readonly sessions: Sessions
  readonly index: TokenIndex
  readonly owners: Owners
  readonly tokens: Tokens
  readonly clock: Clock
}): Reports {
  const { board, sessions, index, owners, tokens, clock } = parts

  const query = (risk: TokenFilter['risk'], count: number) => tokens.query({ ...everyToken, risk, from: 0, count })
  const groups = (count: number): readonly RiskGroup[] =>
    riskKinds
      .map((kind) => {
        const { rows, total } = query(kind, count)
        return { kind, total, rows }
      })
      .filter(({ total }) => total > 0)

  const look = async (fresh: boolean): Promise<Result<void>> => {
    const session = await sessions.current()
    if (!session.ok) return session
    const [list, users] = await Promise.all([
      fresh ? index.fetch(session.value) : index.atMost(session.value, indexMaxAge),
      owners.look(session.value),
    ])
    return list.ok ? (users.ok ? done : users) : list
  }

  return {
    async risks(fresh) {
      const looked = await look(fresh)
      const { total: risky, all, asOf, incomplete } = query('any', 1)
      if (!looked.ok && asOf === 0) return looked
      const why: { readonly failure?: Failure } = looked.ok ? {} : { failure: looked.failure }
      return ok({ groups: groups(shown), risky, all, asOf, incomplete, ...why })
    },
    riskSheet() {
      const { asOf, incomplete, all } = query('any', 1)
      return riskSheet(groups(all), { connection: sessions.chosen(), asOf, incomplete })
    },
    historySheet(ids) {
      const views = new Map(board.views().map((view) => [view.id, view]))
      const wanted = ids.map((id) => views.get(id)).filter((view) => view !== undefined)
      return historySheet(wanted, { connection: undefined, asOf: clock.now(), incomplete: false })
    },
  }
}
