// Lines on stderr with the time since the script started, so that a long step is seen to be alive.

/** @typedef {{ say: (text: string) => void, during: <T>(text: string, work: () => Promise<T>) => Promise<T> }} Progress */

/**
 * Makes a progress printer. `during` tells of a step when it lasts longer than a second, and again every ten seconds.
 * @param {string} name
 * @param {(line: string) => void} [print]
 * @returns {Progress}
 */
export function createProgress(name, print = console.error) {
  const begun = performance.now()
  /** @param {string} text */
  const say = (text) => print(`[${name} ${((performance.now() - begun) / 1000).toFixed(1)} s] ${text}`)
  return {
    say,
    async during(text, work) {
      const from = performance.now()
      const first = setTimeout(() => say(`${text} …`), 1000)
      const again = setInterval(
        () => say(`${text} … ${Math.round((performance.now() - from) / 1000)} s so far`),
        10_000,
      )
      try {
        const result = await work()
        if (performance.now() - from > 1000) say(`${text}: done`)
        return result
      } finally {
        clearTimeout(first)
        clearInterval(again)
      }
    },
  }
}
