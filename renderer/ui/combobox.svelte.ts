/** A choice of a combobox. */
export interface Option {
  readonly value: string
  readonly label: string
}

/** What a combobox is given; read anew each time, so that it follows its props. */
export interface ComboboxInput {
  readonly options: readonly Option[]
  readonly value: string
  /** What is typed counts, also when it is no option. */
  readonly free: boolean
  readonly readonly: boolean
  readonly choose: (value: string) => void
  /** An option was chosen with Enter: where to go next. */
  readonly entered: () => void
}

/** Options drawn at most; more are reached by typing. */
export const shownOptions = 100

/** The APG combobox with a list that filters as you type; the list opens and closes, the highlight never leaves it. */
export class ComboboxState {
  open = $state(false)
  active = $state(0)
  /** What was typed since the list opened; undefined while the field shows the chosen option. */
  typed = $state<string | undefined>(undefined)
  readonly #input: () => ComboboxInput
  readonly label = $derived.by(() => {
    const { options, value, free } = this.#input()
    return options.find((option) => option.value === value)?.label ?? (free ? value : '')
  })
  readonly matching = $derived.by(() => {
    const wanted = (this.typed ?? '').trim().toLowerCase()
    const { options } = this.#input()
    return wanted === '' ? options : options.filter(({ label }) => label.toLowerCase().includes(wanted))
  })
  readonly shown = $derived(this.matching.slice(0, shownOptions))

  constructor(input: () => ComboboxInput) {
    this.#input = input
  }

  /** Text of the input. */
  get text(): string {
    return this.typed ?? this.label
  }

  /** The field was typed into. */
  type(text: string) {
    this.typed = text
    this.open = true
    this.active = 0
    if (this.#input().free) this.#input().choose(text)
  }

  show() {
    if (this.open || this.#input().readonly) return
    this.open = true
    const chosen = this.shown.findIndex(({ value }) => value === this.#input().value)
    this.active = Math.max(0, chosen)
  }

  /** Takes an option and closes the list. */
  take(option: Option | undefined) {
    if (option) this.#input().choose(option.value)
    this.#close()
  }

  /** The focus goes elsewhere: what was typed is taken if it can only mean one thing. */
  leave() {
    const wanted = this.typed?.trim().toLowerCase()
    const exact = this.matching.find(({ label }) => label.toLowerCase() === wanted)
    const only = this.matching.length === 1 ? this.matching[0] : undefined
    if (wanted && !this.#input().free) this.take(exact ?? only)
    else this.#close()
  }

  /** Answers a key press; true when the key is used up. */
  press(key: string): boolean {
    if (this.#input().readonly) return false
    switch (key) {
      case 'ArrowDown':
      case 'ArrowUp':
        if (this.open) this.#move(key === 'ArrowDown' ? 1 : -1)
        else this.show()
        return true
      case 'Enter': {
        if (!this.open) {
          this.#input().entered()
          return true
        }
        const option = this.shown[this.active]
        this.take(this.#input().free && this.typed !== undefined && this.typed !== '' ? undefined : option)
        if (option || this.#input().free) this.#input().entered()
        return true
      }
      case 'Escape':
        if (!this.open) return false
        this.#close()
        return true
      default:
        return false
    }
  }

  #move(by: number) {
    const count = this.shown.length
    if (count > 0) this.active = (this.active + by + count) % count
  }

  #close() {
    this.open = false
    this.typed = undefined
  }
}
