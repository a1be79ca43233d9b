import { screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { ok } from '../../../main/contract/result'
import { createFakeBridge, sampleApp, sampleConnection, sampleHandover, sampleToken } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

const payloads = [
  '<img src=x onerror="window.broken=1">',
  '<script>window.broken=1</script>',
  '{{constructor.constructor("window.broken=1")()}}',
  '"><a href="javascript:window.broken=1">x</a>',
  '\u202e\u0000evil',
  '${window.broken=1}',
]

describe.each(payloads)('a server that says %j', (evil) => {
  const handover = sampleHandover({
    device: evil,
    bucket: evil,
    attention: true,
    failure: failure('device.refused', { reason: evil }),
  })
  const fake = () =>
    createFakeBridge({
      'app.view': () =>
        ok(
          sampleApp({
            connection: { ...sampleConnection, name: evil, host: evil, org: evil, owner: evil, version: evil },
            saved: [{ id: 'a'.repeat(16), name: evil, host: evil }],
            handovers: [handover],
          }),
        ),
      'buckets.list': () => ok([{ id: 'b'.repeat(16), name: evil }]),
      'ports.list': () => ok([{ path: evil, label: evil }]),
      'handover.continue': () => ok(sampleHandover({ device: evil, bucket: evil, active: true })),
      'handover.steps': () => ok([{ kind: evil, at: 0, detail: evil }]),
      'tokens.query': () =>
        ok({
          rows: [
            sampleToken({ device: evil, description: evil, bucket: evil, owner: evil, access: evil, createdAt: evil }),
          ],
          total: 1,
          all: 1,
          asOf: 1,
          incomplete: true,
        }),
    })

  it.each(['connect', 'hand-over', 'tokens', 'history', 'settings'] as const)(
    'is shown as text on %s',
    async (place) => {
      const { session, settle, emit } = await openWindow(fake())
      session.go(place)
      await settle()
      if (place === 'tokens') screen.getAllByRole('row')[1]?.click()
      if (place === 'hand-over') void session.running.continue(handover)
      if (place === 'connect') {
        emit({
          kind: 'check',
          check: { name: 'influx', result: 'failed', version: evil, failure: failure('net.dns', { host: evil }) },
        })
      }
      await settle()
      expect(document.querySelectorAll('img, script, iframe, a[href^="javascript"]')).toHaveLength(0)
      expect('broken' in window).toBe(false)
      expect(document.body.textContent).toContain(evil.slice(-4))
    },
  )
})
