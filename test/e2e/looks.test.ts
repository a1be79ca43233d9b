import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { LanguageCode } from '../../main/contract/settings'
import { languageOf } from '../../main/contract/text/languages'
import { launchApp, type App } from '../support/app'
import { temporaryFolder } from '../support/temporary-folder'
import { placeFaults, wordFaults } from '../support/window-look'
import { walkCable, walkCodes, walkRest, walkTokens, walkUnfinished, type Walk } from '../support/window-walk'

async function practise(code: LanguageCode): Promise<App> {
  const folder = temporaryFolder()
  const settings = { theme: 'light', language: code, hideAfter: 120, allowCopying: true }
  writeFileSync(`${folder}/settings.json`, JSON.stringify(settings))
  const app = await launchApp(folder, { args: ['--practice'] })
  await app.page.getByRole('banner').waitFor()
  return app
}

const parts: readonly ((walk: Walk) => Promise<void>)[] = [walkCodes, walkCable, walkTokens, walkRest, walkUnfinished]

it.each([
  ['en', placeFaults],
  ['en-XA', wordFaults],
  ['ar-XB', wordFaults],
] as const)(
  '%s: no fault that axe knows, nothing cut off, covered, too small or out of reach, wherever one can go',
  async (code, faultsOf) => {
    const app = await practise(code)
    const places: string[] = []
    const look = async (at: App, place: string) => {
      places.push(place)
      expect.soft(await faultsOf(at, place)).toEqual([])
    }
    for (const part of parts) await part({ app, language: languageOf(code), look })
    expect(places.length).toBeGreaterThan(35)
  },
  300_000,
)
