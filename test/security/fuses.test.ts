import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { expect, it } from 'vitest'
import { describePackaged } from '../support/packaged-app'

/** Every fuse there is, in the binary's order. An older runtime has the first seven only. */
const golden = {
  RunAsNode: 'DISABLE',
  EnableCookieEncryption: 'ENABLE',
  EnableNodeOptionsEnvironmentVariable: 'DISABLE',
  EnableNodeCliInspectArguments: 'DISABLE',
  EnableEmbeddedAsarIntegrityValidation: 'ENABLE',
  OnlyLoadAppFromAsar: 'ENABLE',
  LoadBrowserProcessSpecificV8Snapshot: 'DISABLE',
  GrantFileProtocolExtraPrivileges: 'DISABLE',
  WasmTrapHandlers: 'ENABLE',
}

/** The fuses as the binary has them, by name; one that this list does not know by its number. */
async function fusesOf(executable: string): Promise<Readonly<Record<string, string>>> {
  const { version, ...wire } = await getCurrentFuseWire(executable)
  expect(version).toBe('1')
  return Object.fromEntries(
    Object.entries(wire).map(([fuse, state]) => [FuseV1Options[Number(fuse)] ?? fuse, FuseState[Number(state)] ?? '?']),
  )
}

describePackaged('the fuses in the binary', ({ release, test }) => {
  it('are those of a release, every one', async () => {
    const fuses = await fusesOf(release)
    const known = Object.entries(golden).slice(0, Object.keys(fuses).length)
    expect(known.length).toBeGreaterThanOrEqual(7)
    expect(fuses).toEqual(Object.fromEntries(known))
  })

  it('differ in the test build by the inspector alone', async () => {
    const fuses = await fusesOf(release)
    expect(await fusesOf(test)).toEqual({ ...fuses, EnableNodeCliInspectArguments: 'ENABLE' })
  })
})
