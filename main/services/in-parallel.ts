/** Runs `act` for each item, at most `width` at once, in order; resolves when all are done. */
export async function eachOf<T>(items: readonly T[], width: number, act: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items.values()
  const work = async () => {
    for (const item of rest) await act(item)
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, work))
}
