import { SvelteMap } from 'svelte/reactivity'
import type { TokenRow } from '../../main/contract/views'

/** As much of a token as changing it takes. */
export type ChosenToken = Pick<TokenRow, 'id' | 'kind' | 'device' | 'description' | 'active'>

/** A token that Fieldkey neither selects, disables nor revokes. */
export const isLocked = (row: Pick<TokenRow, 'own' | 'lastOperator'>) => row.own || row.lastOperator

/** What people call a token: its device, else its description, else its ID. */
export const nameOf = ({ device, description, id }: ChosenToken) => device ?? (description || id)

/** A name no other row has: the device where it is alone, else its ID with it. */
export const uniqueName = ({ device, duplicate, id }: Pick<TokenRow, 'device' | 'duplicate' | 'id'>) =>
  device === undefined ? id : duplicate ? `${device} ${id}` : device

/** The selected tokens, by authorization ID; they stay selected when a filter hides them. */
export class Selection {
  readonly #chosen = new SvelteMap<string, ChosenToken>()
  /** Counts the changes: whoever looks at it hears of each, without walking through the selection. */
  changes = $state(0)

  get size(): number {
    return this.#chosen.size
  }

  get list(): readonly ChosenToken[] {
    return [...this.#chosen.values()]
  }

  get ids(): readonly string[] {
    return [...this.#chosen.keys()]
  }

  has(id: string): boolean {
    return this.#chosen.has(id)
  }

  /** Selects `row` or takes it out; a locked one stays out. */
  toggle(row: TokenRow) {
    if (this.#chosen.has(row.id)) this.remove([row.id])
    else this.add([row])
  }

  /** Selects all of `rows` that are not locked; returns how many were. */
  add(rows: readonly TokenRow[]): number {
    let locked = 0
    this.changes += 1
    for (const row of rows) {
      if (isLocked(row)) locked += 1
      else this.#chosen.set(row.id, chosen(row))
    }
    return locked
  }

  /** What is known newer of selected ones is kept. */
  follow(rows: readonly TokenRow[]) {
    for (const row of rows) {
      const before = this.#chosen.get(row.id)
      const changed = before && (before.description !== row.description || before.active !== row.active)
      if (changed) this.#chosen.set(row.id, chosen(row))
    }
  }

  remove(ids: Iterable<string>) {
    this.changes += 1
    for (const id of ids) this.#chosen.delete(id)
  }

  clear() {
    this.changes += 1
    this.#chosen.clear()
  }
}

function chosen({ id, kind, device, description, active }: TokenRow): ChosenToken {
  return { id, kind, ...(device === undefined ? {} : { device }), description, active }
}
