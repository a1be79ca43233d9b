import { expect, it } from 'vitest'
import type { Bridge } from '../../main/contract/channels'
import { launchApp } from '../support/app'
import { describePackaged } from '../support/packaged-app'
import { temporaryFolder } from '../support/temporary-folder'

describePackaged('the clipboard', () => {
  it('is cleared of a pasted admin token, and of nothing else', async () => {
    const { electron, page } = await launchApp(temporaryFolder())
    const holds = (text?: string): Promise<string> =>
      electron.evaluate(async ({ clipboard }, given) => {
        if (given !== null) await clipboard.writeText(given)
        return clipboard.readText()
      }, text ?? null)
    const clear = () => page.evaluate(() => (window as unknown as { fieldkey: Bridge }).fieldkey['clipboard.clear']())
    await holds('')
    await holds('nothing was pasted yet')
    await clear()
    expect(await holds()).toBe('nothing was pasted yet')

    // Port 1 refuses: what was pasted counts, not whether it worked.
    await page.evaluate(() =>
      (window as unknown as { fieldkey: Bridge }).fieldkey['connect.try']({
        url: 'http://127.0.0.1:1',
        token: ' an-admin-token-that-was-pasted ',
        name: '',
        deviceUrl: '',
        plainAccepted: false,
      }),
    )
    await holds('copied since')
    await clear()
    expect(await holds()).toBe('copied since')
    await holds('an-admin-token-that-was-pasted\n')
    await clear()
    await expect.poll(() => holds()).toBe('')
  })
})
