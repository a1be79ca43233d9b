// Defects in what goes on by itself: nobody notices that it does not, until something stays behind.

const upkeep = 'test/main/services/upkeep.test.ts'
const offline = 'test/main/services/cable-offline.test.ts'
const meanwhile = 'test/main/services/settle-meanwhile.test.ts'

/** @type {readonly import('./list.mjs').Mutant[]} */
export const upkeepMutants = [
  {
    name: 'nothing is looked at when the app starts',
    file: 'main/services/upkeep.ts',
    find: `      lookAtAll()
      void lookout.look()
    },
    wake() {`,
    replace: `      void lookout.look()
    },
    wake() {`,
    tests: [upkeep],
  },
  {
    name: 'nothing is looked at when the laptop wakes',
    file: 'main/services/upkeep.ts',
    find: `      watch.nudge()
      lookAtAll()`,
    replace: `      watch.nudge()`,
    tests: [upkeep],
  },
  {
    name: 'the real work sleeps during practice',
    file: 'main/services/desk.ts',
    find: `if (real.ok) real.value.upkeep.wake()`,
    replace: `if (real.ok && !practice) real.value.upkeep.wake()`,
    tests: [upkeep],
  },
  {
    name: '“Try now” does nothing',
    file: 'main/ipc/handlers/upkeep.ts',
    find: `upkeep.wake()`,
    replace: `upkeep.stop()`,
    tests: [upkeep],
  },
  {
    name: 'a network that is back settles only what waits',
    file: 'main/services/upkeep.ts',
    find: `      watch.nudge()
      everything = true
`,
    replace: `      watch.nudge()
`,
    tests: [upkeep],
  },
  {
    name: 'nobody finds out by himself that a server is back',
    file: 'main/services/upkeep.ts',
    find: `      unreached.add(connectionId)
      plan(again)`,
    replace: `      unreached.delete(connectionId)`,
    tests: [upkeep],
  },
  {
    name: 'a server that stays out of reach is looked at once',
    file: 'main/services/upkeep.ts',
    find: `if (!swept.ok && isOutage(swept.failure)) unreached.add(id)`,
    replace: `if (!swept.ok && isOutage(swept.failure)) unreached.delete(id)`,
    tests: [upkeep],
  },
  {
    name: 'a network that is back cuts the pause short that a server asked for',
    file: 'main/services/upkeep.ts',
    find: `if (clock.monotonic() < notBefore) plan(0)`,
    replace: `if (clock.monotonic() < 0) plan(0)`,
    tests: [upkeep],
  },
  {
    name: 'nobody looks whether the time of a replaced token is over',
    file: 'main/services/upkeep.ts',
    find: `now.old === 'off')) plan(lookAtOld)`,
    replace: `now.old === 'off')) plan(lookAtOld * 1000)`,
    tests: [upkeep],
  },
  {
    name: 'what waits is not tried again by itself',
    file: 'main/services/upkeep.ts',
    find: `      heed(why)
      plan(again)
    },
    stop() {`,
    replace: `      heed(why)
    },
    stop() {`,
    tests: [upkeep],
  },
  {
    name: 'without a network nothing is pushed by cable',
    file: 'main/services/deliver-usb.ts',
    find: `return isOutage(row.failure) ? done : row`,
    replace: `return row`,
    tests: [offline],
  },
  {
    name: 'a list that is lost keeps the push from going on',
    file: 'main/services/deliver-usb.ts',
    find: `return !alone.ok && isOutage(alone.failure) ? done : alone`,
    replace: `return alone`,
    tests: [offline],
  },
  {
    name: 'what was pushed without a network is never switched on',
    file: 'main/domain/settling.ts',
    find: `if (now.state !== 'minted' && isWaiting(now))`,
    replace: `if (now.state === 'confirmed' && isWaiting(now))`,
    tests: [offline],
  },
  {
    name: 'nobody hears that the laptop has a network again',
    file: 'renderer/state/network.ts',
    find: `  window.addEventListener('online', back)\n`,
    replace: ``,
    tests: ['test/renderer/screens/waiting.test.ts'],
  },
  {
    name: 'a laptop token is kept whoever the server says it belongs to',
    file: 'main/services/laptops/swap.ts',
    find: `me.value.id !== owner.id || !rows`,
    replace: `!rows`,
    tests: ['test/main/services/laptops/swap.test.ts'],
  },
  {
    name: 'a prepared token takes the place of a stored one without a word',
    file: 'main/services/laptops/take.ts',
    find: `return stored.value === undefined ? undefined : failure('laptop.stored')`,
    replace: `return stored.value === '' ? failure('laptop.stored') : undefined`,
    tests: ['test/main/services/laptops/carry.test.ts'],
  },
  {
    name: 'a prepared token takes the place of one that has another to end',
    file: 'main/services/laptops/take.ts',
    find: `if (left) return failure('laptop.pending'`,
    replace: `if (left?.nonce === '') return failure('laptop.pending'`,
    tests: ['test/main/services/laptops/carry.test.ts'],
  },
  {
    name: 'a prepared token is taken while handovers of that server are open',
    file: 'main/services/laptops/take.ts',
    find: `if (open > 0) return`,
    replace: `if (open > 1) return`,
    tests: ['test/main/services/laptops/carry.test.ts'],
  },
  {
    name: 'what a person switched off while a sweep was under way is switched on',
    file: 'main/services/settle.ts',
    find: `if (!isWaiting(story.now) || story.now.revoking || isOver(story.now)) return done`,
    replace: `if (story.now.revoking || isOver(story.now)) return done`,
    tests: [meanwhile],
  },
  {
    name: 'which of two PATCHes at once was the last is left open',
    file: 'main/services/activate.ts',
    find: `if (off?.ok) return keepOff(story)`,
    replace: `if (off?.ok && now.steps < 0) return keepOff(story)`,
    tests: [meanwhile],
  },
  {
    name: 'an old token that a person took back meanwhile is switched off again',
    file: 'main/services/settle.ts',
    find: `return story.now.old === 'off' ? replacement.offAgain(session, repair.authId) : done`,
    replace: `return replacement.offAgain(session, repair.authId)`,
    tests: [meanwhile],
  },
  {
    name: 'nobody looks for the late token of a handover that was called off',
    file: 'main/services/upkeep.ts',
    find: `settle.expectsLate(id) || `,
    replace: ``,
    tests: [meanwhile],
  },
  {
    name: 'a batch does not look for twins',
    file: 'main/services/batch-steps.ts',
    find: `const alone = await activation.checkTwinsAmong(session, story, rows)`,
    replace: `const alone = await activation.checkTwinsAmong(session, story, [])`,
    tests: ['test/main/services/batch.test.ts'],
  },
]
