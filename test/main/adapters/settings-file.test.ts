import type fileSystem from 'node:fs'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { createSettingsFile, unwritten } from '../../../main/adapters/settings-file'
import { temporaryFolder } from '../../support/temporary-folder'

const defaults = {
  ...{
    theme: 'system',
    hideAfter: 60,
    codeContent: 'json',
    smallCamera: false,
    dataTag: 'device',
    baud: 115200,
    sound: false,
    reduceMotion: false,
    reviewMonths: 0,
  },
  ...{
    gloves: false,
    textSize: 100,
    language: 'en',
    testLanguages: false,
    devicePattern: '',
    allowCopying: false,
    defaultBucket: '',
  },
  ...{ places: {}, lastDisplay: '' },
  ...{ lastBucket: '', lastPort: '', currentConnection: '', canaryWritten: '' },
}
const done = vi.hoisted((): string[] => [])
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof fileSystem>()
  const told =
    <T extends unknown[]>(name: string, call: (...args: T) => void) =>
    (...args: T) => {
      done.push(name)
      call(...args)
    }
  return { ...fs, fsyncSync: told('fsync', fs.fsyncSync), renameSync: told('rename', fs.renameSync) }
})
const fileIn = () => path.join(temporaryFolder(), 'settings.json')

describe('settings.json', () => {
  it('is the defaults before anything was written, and is not made by reading', () => {
    const file = fileIn()
    expect(createSettingsFile({ file }).read()).toEqual(defaults)
    expect(readdirSync(path.dirname(file))).toEqual([])
  })

  it('are on the disk before they take the place of what was there', () => {
    done.length = 0
    createSettingsFile({ file: fileIn() }).update({ sound: true })
    expect(done).toEqual(['fsync', 'rename'])
  })

  it('keeps changes for the next start, for this user only', () => {
    const file = fileIn()
    const settings = createSettingsFile({ file })
    expect(settings.update({ theme: 'sunlight' })).toEqual({ ok: true, value: { ...defaults, theme: 'sunlight' } })
    settings.update({ hideAfter: 30 })
    expect(settings.read()).toEqual({ ...defaults, theme: 'sunlight', hideAfter: 30 })
    expect(createSettingsFile({ file }).read()).toEqual(settings.read())
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
    expect(readdirSync(path.dirname(file))).toEqual(['settings.json'])
  })

  it.each(['', '{', 'null', '[]', '"x"', '{"theme":7}', '{"hideAfter":61,"baud":"fast"}', '\0\0\0'])(
    'unreadable %j gives the defaults',
    (text) => {
      const file = fileIn()
      writeFileSync(file, text)
      expect(createSettingsFile({ file }).read()).toEqual(defaults)
    },
  )

  it('loses one bad value, not the others', () => {
    const file = fileIn()
    writeFileSync(file, '{"theme":"dark","baud":1,"__proto__":{"sound":true},"extra":"x"}')
    expect(createSettingsFile({ file }).read()).toEqual({ ...defaults, theme: 'dark' })
  })

  it('tell a full disk from one that may not be written', () => {
    const broken = (code: string) => Object.assign(new Error(code), { code, syscall: 'open' })
    expect(unwritten(broken('ENOSPC'), 'f')).toEqual({ code: 'disk.full', params: { n: 1 } })
    expect(unwritten(broken('EDQUOT'), 'f')).toEqual({ code: 'disk.full', params: { n: 1 } })
    expect(unwritten(broken('EROFS'), 'f')).toEqual({ code: 'disk.denied', params: { file: 'f' } })
  })

  it('that cannot be kept says so and stay as they were', () => {
    const file = fileIn()
    const settings = createSettingsFile({ file })
    settings.update({ theme: 'dark' })
    const before = readFileSync(file, 'utf8')
    mkdirSync(`${file}.new`)
    expect(settings.update({ theme: 'light' })).toMatchObject({
      ok: false,
      failure: { code: 'disk.denied', params: { file } },
    })
    expect(settings.read().theme).toBe('dark')
    expect(readFileSync(file, 'utf8')).toBe(before)
  })
})
