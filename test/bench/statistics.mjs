// What the bench says of a row of figures.

/** @typedef {{ readonly median: number, readonly min: number, readonly max: number, readonly count: number }} Summary */

/**
 * The figure below which so large a share of them lies.
 * @param {readonly number[]} figures
 * @param {number} share
 */
export function percentile(figures, share) {
  const sorted = [...figures].sort((a, b) => a - b)
  const figure = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]
  if (figure === undefined) throw new Error('nothing was measured')
  return figure
}

/**
 * Median, least, greatest and number of the figures, in their own unit; there must be at least one.
 * @param {readonly number[]} figures
 * @returns {Summary}
 */
export function summarize(figures) {
  const sorted = [...figures].sort((a, b) => a - b)
  const at = (/** @type {number} */ index) => {
    const figure = sorted[index]
    if (figure === undefined) throw new Error('nothing was measured')
    return figure
  }
  const half = (sorted.length - 1) / 2
  return {
    median: (at(Math.floor(half)) + at(Math.ceil(half))) / 2,
    min: at(0),
    max: at(sorted.length - 1),
    count: sorted.length,
  }
}
