import { placesVariable } from './workers.mjs'

// Files that run side by side would meet in one clipboard, keyring, focus or list of tokens.
const places = process.env[placesVariable]
if (places) {
  Object.assign(process.env, (JSON.parse(places) as NodeJS.ProcessEnv[])[Number(process.env['VITEST_POOL_ID']) - 1])
  // The tokens of other places would only be found again in what the tests start.
  Reflect.deleteProperty(process.env, placesVariable)
}
