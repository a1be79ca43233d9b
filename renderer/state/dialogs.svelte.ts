import type { DuplicateView, HandoverView, TokenRow } from '../../main/contract/views'

/** A dialog with what it is about. */
export type DialogView =
  | { readonly kind: 'duplicate'; readonly device: string; readonly tokens: readonly DuplicateView[] }
  | { readonly kind: 'cancel'; readonly handover: HandoverView }
  | { readonly kind: 'help'; readonly handover: HandoverView }
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'keychain'; readonly after: () => void }
  | { readonly kind: 'revoke'; readonly rows: readonly TokenRow[] }
  | { readonly kind: 'leave-practice' }

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
