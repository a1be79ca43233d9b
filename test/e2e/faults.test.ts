import { setTimeout as wait } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { createRandom } from '../../main/adapters/random'
import { isOver } from '../../main/domain/handover'
import { minutes, seeds, volume } from '../faults/volume'
import { choose, connect, launchApp, recordReplies, type App } from '../support/app'
import { brokenInApp, secretsInApp, storyOf, stirredInApp } from '../support/app-ledger'
import { describeWithInflux, hashedServer } from '../support/influx-server'
import { wordless } from '../support/invariants'
import { startProxy } from '../support/proxy'
import { tokensOf } from '../support/raw-influx'
import { createSeeded } from '../support/seeded'
import { temporaryFolder } from '../support/temporary-folder'

describeWithInflux('the whole app on InfluxDB', hashedServer, (server) => {
  const unique = createRandom().hex(4)

  const broken = (userData: string) => brokenInApp(server, userData)
  const create = async (app: App, device: string) => {
    await app.page.getByRole('textbox', { name: 'Device ID' }).fill(device)
    await app.page.getByRole('button', { name: 'Create token' }).click()
  }

  it.each(seeds)(
    'killed at any moment, then started again: exactly the right tokens, seed %i',
    async (seed) => {
      const random = createSeeded(seed)
      const userData = `${temporaryFolder()}/user-data`
      const proxy = await startProxy(server.url)
      onTestFinished(() => proxy.close())
      const first = await launchApp(userData)
      let told = await recordReplies(first)
      await connect(first, { url: proxy.url, token: server.token })
      await choose(first, 'Bucket', 'plant')
      const runs = volume(5, 50)
      let app = first
      // How often a killed process had said something about its device.
      let heard = 0
      const wrong = (said: readonly string[]) => [
        ...wordless(said.map((one) => JSON.parse(one) as unknown)),
        ...secretsInApp(server, userData, proxy, said),
      ]
      for (let n = 0; n < runs; n += 1) {
        const device = `KILL-${unique}-${seed}-${n}`
        // The moment is a request that goes through, is lost, or is answered into nowhere, or it is a little later.
        let before = Infinity
        const moment = 1 + Math.floor(random() * 6)
        const fate = (['pass', 'cut-before', 'cut-after'] as const)[Math.floor(random() * 3)] ?? 'pass'
        const later = Math.max(0, Math.floor((random() - 0.5) * 600))
        const reached = new Promise<void>((resolve) => {
          proxy.decide(() => {
            before -= 1
            if (before > 0) return 'pass'
            if (before === 0) resolve()
            return fate
          })
        })
        // What was used last may have died with the process before it was noted.
        await choose(app, 'Bucket', 'plant')
        before = moment
        await create(app, device)
        await reached
        await wait(later)
        await app.kill()
        const untilKilled = told()
        expect([n, ...wrong(untilKilled)]).toEqual([n])
        if (untilKilled.some((one) => one.includes(device))) heard += 1
        proxy.decide(() => 'pass')
        app = await launchApp(userData)
        told = await recordReplies(app)
        const story = () => storyOf(userData, device)
        // Settled: what the server has is known, or a first look found nothing there.
        const isSettled = () => story()?.now.state !== 'asked' || (story()?.now.absentRuns.length ?? 0) > 0
        await expect.poll(isSettled).toBe(true)
        await expect.poll(() => broken(userData)).toEqual([])
        const left = story()
        if (left === undefined || isOver(left.now)) expect(await tokensOf(server, device)).toEqual([])
        else if (left.now.state === 'minted' && n % 2 === 0) {
          await app.page.getByRole('button', { name: `Continue ${device}` }).click()
          await app.page.getByRole('button', { name: 'Scanned, next device' }).click()
          const [row, ...more] = await tokensOf(server, device)
          expect([row?.status, more]).toEqual(['active', []])
        } else {
          await app.page.getByRole('button', { name: `Discard ${device}` }).click()
          if (left.now.timesShown > 0) await app.page.getByRole('button', { name: 'Revoke token and cancel' }).click()
          await expect.poll(() => story()?.now.state).toBe('revoked')
          expect(await tokensOf(server, device)).toEqual([])
        }
        expect(await broken(userData)).toEqual([])
        expect(await stirredInApp(server, app, proxy)).toEqual([])
        expect([n, ...wrong(told())]).toEqual([n])
      }
      expect(heard).toBeGreaterThan(0)
      expect(proxy.made.length).toBeGreaterThan(0)
      await app.close()
      expect(secretsInApp(server, userData, proxy)).toEqual([])
    },
    minutes(4, 60),
  )
})
