import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDeviceTypesFolder } from '../../../main/adapters/device-types-folder'
import { typePayload } from '../../../main/domain/qr-payload'
import { sampleVectors } from '../../support/qr-vectors'
import { temporaryFolder } from '../../support/temporary-folder'

const { settings } = sampleVectors()[0]!
const logger = {
  v: 1,
  name: 'Acme logger',
  template: 'srv={url};o={org};b={bucket};t={token};d={device}',
  escape: 'none',
}

function folderWith(files: Readonly<Record<string, unknown>>) {
  const folder = path.join(temporaryFolder(), 'device-types')
  mkdirSync(folder)
  for (const [name, content] of Object.entries(files))
    writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  return createDeviceTypesFolder({ folder })
}

describe('device types', () => {
  it('are the files of a folder that only this user can read, made where there is none', () => {
    const folder = path.join(temporaryFolder(), 'device-types')
    expect(createDeviceTypesFolder({ folder }).list()).toEqual({ types: [], refused: [] })
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  it('write a template of their own, or a built-in content', () => {
    const types = folderWith({
      'acme-logger.json': logger,
      'camera-board.json': { v: 1, name: 'Camera board', content: 'connection', smallCamera: true },
    })
    expect(types.list()).toMatchObject({ types: [{ id: 'acme-logger' }, { id: 'camera-board' }], refused: [] })
    const { url, org, bucket, token, device } = settings
    expect(typePayload(settings, types.find('acme-logger')!)).toBe(
      `srv=${url};o=${org};b=${bucket};t=${token};d=${device}`,
    )
    expect(types.find('camera-board')).toMatchObject({ smallCamera: true })
    expect(typePayload(settings, types.find('camera-board')!)).toContain('?org=')
  })

  it.each([
    ['none', 'a"b\\c=%'],
    ['percent', 'a%22b%5Cc%3D%25'],
    ['json', 'a\\"b\\\\c=%'],
    ['toml', 'a\\"b\\\\c=%'],
  ])('escape their values: %s', (escape, written) => {
    const type = folderWith({ 'a.json': { ...logger, template: 'x{token}', escape } }).find('a')!
    expect(typePayload({ ...settings, token: 'a"b\\c=%' }, type)).toBe(`x${written}`)
  })

  it.each([
    ['no JSON', '{'],
    ['another version', { ...logger, v: 2 }],
    ['a member too many', { ...logger, url: 'http://evil' }],
    ['no token in it', { ...logger, template: '{url}' }],
    ['a field nobody knows', { ...logger, template: '{token}{psk}' }],
    ['half a field', { ...logger, template: '{token}{url' }],
    ['a letter outside ASCII', { ...logger, template: 'ü{token}' }],
    ['an escape nobody knows', { ...logger, escape: 'shell' }],
    ['a content nobody knows', { v: 1, name: 'x', content: 'xml' }],
    ['no name', { ...logger, name: ' ' }],
    ['a name that turns around', { ...logger, name: 'a\u202eb' }],
    ['too much of it', `${' '.repeat(17_000)}${JSON.stringify(logger)}`],
  ])('refuse a file with %s, and name it', (_why, content) => {
    const types = folderWith({ 'bad.json': content, 'good.json': logger })
    expect(types.list()).toMatchObject({ types: [{ id: 'good' }], refused: ['bad.json'] })
    expect(types.find('bad')).toBeUndefined()
  })

  it.each(['../settings', 'a/b', '', '.', 'A', 'x'.repeat(41)])('have no file %j', (id) => {
    expect(folderWith({ 'good.json': logger }).find(id)).toBeUndefined()
  })

  it('neither crash on nor take anything that is no device type', () => {
    const types = folderWith({})
    const folder = path.join(temporaryFolder(), 'fuzz')
    mkdirSync(folder)
    const fuzzed = createDeviceTypesFolder({ folder })
    const file = path.join(folder, 'x.json')
    const value = fc.oneof(fc.anything(), fc.constantFrom(1, 'json', 'none', '{token}', 'x'))
    const near = fc.record(
      { v: value, name: value, content: value, template: value, escape: value },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.oneof(near, fc.json(), fc.string()), (what) => {
        writeFileSync(file, typeof what === 'string' ? what : JSON.stringify({ ...Object(what) }))
        const type = fuzzed.find('x')
        if (type) expect(typePayload(settings, type)).toContain(settings.token)
      }),
      { numRuns: 1500, seed: 20_261_124 },
    )
    expect(types.list().types).toEqual([])
  })
})
