import type { DuplicateView, HandoverView } from '../../main/contract/views'
import type { ChosenToken } from './token-selection.svelte'

/** A dialog with what it is about. */
export type DialogView =
  | { readonly kind: 'duplicate'; readonly device: string; readonly tokens: readonly DuplicateView[] }
  | { readonly kind: 'cancel'; readonly handover: HandoverView; readonly after?: () => void }
  | { readonly kind: 'help'; readonly handover: HandoverView }
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'keychain'; readonly after: () => void }
  | { readonly kind: 'revoke' | 'disable'; readonly rows: readonly ChosenToken[] }
  | { readonly kind: 'review'; readonly rows: readonly ChosenToken[] }
  | { readonly kind: 'reword'; readonly rows: readonly ChosenToken[] }
  | { readonly kind: 'new-token' }
  | { readonly kind: 'server'; readonly id: string }
  | { readonly kind: 'limit-laptop' }
  | { readonly kind: 'prepare-laptop' }
  | { readonly kind: 'lost-laptop' }
  | { readonly kind: 'prepared-token' }
  | { readonly kind: 'leave-practice' }
  | { readonly kind: 'check-scanner' }
  | { readonly kind: 'screen-help' }
  | { readonly kind: 'new-ledger' }
  | { readonly kind: 'new-key'; readonly after: () => void }

/** The one dialog that may be open. */
export class Dialogs {
  current = $state.raw<DialogView | undefined>(undefined)

  open(dialog: DialogView) {
    this.current = dialog
  }

  close() {
    this.current = undefined
  }
}
