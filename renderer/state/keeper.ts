/** Keeps a word for the page that follows this one; the browser's session storage. Never given a secret. */
export type Keeper = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
