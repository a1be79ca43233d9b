// Defects that only show on InfluxDB Cloud.

const cloud = 'test/main/services/cloud.test.ts'
const laptops = 'test/contract/laptops-cloud.test.ts'

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
  {
    name: 'a laptop that shares the owner is taken for the admin token itself',
    file: 'main/services/connect.ts',
    find: `&& !wouldMiss(row, listed)`,
    replace: `&& (row.id !== '' || !wouldMiss(row, listed))`,
    tests: [laptops],
  },
  {
    name: 'a laptop shares its owner without being asked',
    file: 'main/services/laptops/wishes.ts',
    find: `return sharedAccepted ? make(false)`,
    replace: `return sharedAccepted || connection.kind === 'cloud' ? make(false)`,
    tests: [laptops],
  },
]
