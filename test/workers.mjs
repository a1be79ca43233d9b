import { availableParallelism } from 'node:os'

/**
 * How many test files run side by side, each in a place of its own: a desktop and two servers. Vitest by itself leaves
 * one core idle, half of a small machine.
 */
export const workers = Math.min(availableParallelism(), 8)

/** The variable with the places, a list of environments as JSON. */
export const placesVariable = 'FIELDKEY_TEST_PLACES'
