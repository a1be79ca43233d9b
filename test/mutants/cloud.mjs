// Defects that only show on InfluxDB Cloud.

const cloud = 'test/main/services/cloud.test.ts'

/** @type {readonly import('./list.mjs').Mutant[]} */
export const cloudMutants = [
  {
    name: 'that a region has no Flux is found out anew for each device',
    file: 'main/services/sight.ts',
    find: `!hasNoFlux(story) &&`,
    replace: `(story.intent.id === '' || !hasNoFlux(story) || true) &&`,
    tests: [cloud],
  },
  {
    name: 'that a region has no Flux is forgotten by the next run',
    file: 'main/contract/ledger-rows.ts',
    find: `noFlux: v.exactOptional(v.literal(true)),`,
    replace: `noSuch: v.exactOptional(v.literal(true)),`,
    tests: [cloud],
  },
]
