import type { Failure } from '../../main/contract/failure'
import { failureText } from '../../main/contract/text/failures'
import type { Announcer } from './announcer.svelte'

/** One line of the Notices region. */
export interface NoticeView {
  /** A second notice with the same key takes the first one's place. */
  readonly key: string
  readonly text: string
  /** What it is called for short, where there is something shorter. */
  readonly title?: string
  readonly bad?: boolean
  readonly action?: { readonly label: string; readonly run: () => void }
}

/** What happened away from the stage and stays until it is dismissed. */
export class Notices {
  list = $state.raw<readonly NoticeView[]>([])
  readonly #announcer: Announcer

  constructor(announcer: Announcer) {
    this.#announcer = announcer
  }

  add(notice: NoticeView) {
    this.list = [...this.list.filter((other) => other.key !== notice.key), notice]
  }

  remove(key: string) {
    this.list = this.list.filter((notice) => notice.key !== key)
  }

  /** Shows and announces a failure that belongs to no stage. */
  fail(key: string, failure: Failure, action?: NoticeView['action']) {
    const { title, sentence } = failureText(failure)
    this.add({ key, title, text: `${title}. ${sentence}`, bad: true, ...(action ? { action } : {}) })
    this.#announcer.warn(title)
  }
}
