/** Runs `act` for each item, at most `width` at once, in order; resolves when all are done. */
export async function eachOf<T>(items: Iterable<T>, width: number, act: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items[Symbol.iterator]()
  const work = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) await act(next.value)
  }
  await Promise.all(Array.from({ length: width }, work))
}

/** Prepares items group by group, each group when its first item is wanted. */
export function* takeTurns<T, R>(
  items: readonly T[],
  size: number,
  prepare: (group: readonly T[]) => readonly R[],
): Generator<R, void> {
  for (let from = 0; from < items.length; from += size) yield* prepare(items.slice(from, from + size))
}

/** The same items; `then` is called when one more is wanted after the last. */
export function* andThen<T>(items: Iterable<T>, then: () => void): Generator<T, void> {
  yield* items
  then()
}
