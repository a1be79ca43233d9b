/** What the menu bar can ask of the window. */
export type Command =
  | 'go-hand-over'
  | 'go-tokens'
  | 'go-history'
  | 'go-settings'
  | 'new-handover'
  | 'find'
  | 'refresh'
  | 'print'
  | 'sunlight'
  | 'full-screen'
  | 'help'
