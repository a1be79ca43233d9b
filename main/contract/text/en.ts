import { codes } from './en/codes'
import { connect } from './en/connect'
import { dialogs } from './en/dialogs'
import { frame } from './en/frame'
import { handOver } from './en/hand-over'
import { help } from './en/help'
import { laptops } from './en/laptops'
import { history } from './en/lists'
import { menu, native, notifications } from './en/menu'
import { replace } from './en/replace'
import { reports, review } from './en/reports'
import { reword } from './en/reword'
import { scanner } from './en/scanner'
import { selection } from './en/selection'
import { screenHelp } from './en/screen-help'
import { sealing } from './en/sealing'
import { servers } from './en/servers'
import { practice, settings } from './en/settings'
import { support } from './en/support'
import { tokens } from './en/tokens'
import { unfinished } from './en/unfinished'

/** Every visible sentence in English, by place; functions where something is filled in. Failures: `failures.ts`. */
export const en = {
  frame,
  connect,
  sealing,
  servers,
  handOver,
  codes,
  dialogs,
  tokens,
  selection,
  history,
  laptops,
  unfinished,
  reports,
  review,
  reword,
  settings,
  support,
  practice,
  scanner,
  screenHelp,
  help,
  replace,
  menu,
  notifications,
  native,
}

/** What a language has to offer: another one `satisfies Texts`, so a missing text fails the build. */
export type Texts = typeof en
