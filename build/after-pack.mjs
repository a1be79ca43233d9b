// electron-builder's afterPack hook: takes out what the fallback runtime brings along, and sets the fuses.
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { setFuses } from './fuses.mjs'

/**
 * Makes the hook for a release (no inspector) or a test build.
 * @param {{ inspector: boolean }} options
 * @returns {(context: import('electron-builder').AfterPackContext) => Promise<void>}
 */
export function createAfterPack(options) {
  return async ({ electronPlatformName: platform, appOutDir, packager }) => {
    if (platform === 'linux') await rm(path.join(appOutDir, 'resources/app'), { recursive: true, force: true })
    const product = packager.appInfo.productFilename
    const linuxName = packager.config.linux?.executableName ?? packager.config.executableName ?? product
    const names = { darwin: `${product}.app`, mas: `${product}.app`, win32: `${product}.exe`, linux: linuxName }
    await setFuses(path.join(appOutDir, Reflect.get(names, platform)), options)
  }
}

export default createAfterPack({ inspector: false })
