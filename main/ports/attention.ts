/** How Fieldkey shows itself outside its window. */
export interface Attention {
  /** The number on the app's icon; 0 takes it away. */
  badge(count: number): void
  /** The bar on the window's button in the task bar: a share from 0 to 1, or moving without one; undefined takes it away. */
  progress(share: number | 'moving' | undefined): void
  /** A notification of the system. `press` runs when the person presses it. */
  notify(title: string, body: string, press: () => void): void
}
