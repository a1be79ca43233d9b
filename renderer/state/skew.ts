/** Clocks further apart than this are named: times and certificates will not fit; milliseconds. */
const most = 120_000

/** How many minutes the server's clock is ahead of this laptop's; negative: behind. */
export function skewMinutes(skew: number): number {
  const minutes = Math.round(skew / 60_000)
  return minutes === 0 ? 0 : minutes
}

/** Minutes between two clocks that are too far apart; undefined while they are not. */
export function tooFarApart(skew: number | undefined): number | undefined {
  return skew === undefined || Math.abs(skew) <= most ? undefined : Math.abs(skewMinutes(skew))
}
