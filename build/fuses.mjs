// The fuses of a packaged app, and how they are set. Electron 25 has seven of them, later ones have more; a fuse the
// binary has and this list does not name is an error.
import { FuseV1Options as Fuse, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses'

/**
 * What each fuse is to be. A test build differs from a release in the inspector alone, which Playwright needs.
 * @param {{ inspector: boolean }} options
 */
export function wantedFuses({ inspector }) {
  return {
    [Fuse.RunAsNode]: false,
    [Fuse.EnableCookieEncryption]: true,
    [Fuse.EnableNodeOptionsEnvironmentVariable]: false,
    [Fuse.EnableNodeCliInspectArguments]: inspector,
    [Fuse.EnableEmbeddedAsarIntegrityValidation]: true,
    [Fuse.OnlyLoadAppFromAsar]: true,
    [Fuse.LoadBrowserProcessSpecificV8Snapshot]: false,
    [Fuse.GrantFileProtocolExtraPrivileges]: false,
    [Fuse.WasmTrapHandlers]: true,
  }
}

/**
 * Sets every fuse the binary has.
 * @param {string} executable the binary, or the .app folder on macOS
 * @param {{ inspector: boolean }} options
 */
export async function setFuses(executable, options) {
  const wire = await getCurrentFuseWire(executable)
  const present = Object.entries(wantedFuses(options)).filter(([fuse]) => Reflect.get(wire, fuse) !== undefined)
  const config = { version: FuseVersion.V1, strictlyRequireAllFuses: true, ...Object.fromEntries(present) }
  // The type wants every fuse named, which is wrong for a runtime that has fewer.
  await flipFuses(executable, /** @type {import('@electron/fuses').FuseConfig} */ (config))
}
