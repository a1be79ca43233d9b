/** Whether this is the long run, which plays the full sizes. */
export const isLong = process.env['FIELDKEY_TEST_LONG'] !== undefined

/** So many cases here, so many in `npm run test:long`. */
export const volume = (here: number, long: number): number => (isLong ? long : here)

/** So many minutes a test may take here and in `npm run test:long`, in milliseconds; a busy machine needs a multiple. */
export const minutes = (here: number, long: number): number => volume(here, long) * 60_000

const given = Number(process.env['FIELDKEY_TEST_SEED'] ?? Number.NaN)

/** A fixed seed and a new one, which the names of the tests print; FIELDKEY_TEST_SEED plays one again. */
export const seeds: readonly number[] = Number.isNaN(given)
  ? [20_261_124, Math.floor(Math.random() * 2 ** 31)]
  : [given]
