import { fireEvent, screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok } from '../../../main/contract/result'
import type { TokenRow } from '../../../main/contract/views'
import {
  createFakeBridge,
  sampleApp,
  sampleConnection,
  sampleDetails,
  sampleHandover,
  samplePage,
  sampleReport,
  sampleServer,
  sampleToken,
} from '../../support/fake-bridge'
import type { Session } from '../../../renderer/state/session'
import { openWindow } from '../open-window'

const payloads = [
  '<img src=x onerror="window.broken=1">',
  '<script>window.broken=1</script>',
  '{{constructor.constructor("window.broken=1")()}}',
  '"><a href="javascript:window.broken=1">x</a>',
  '\u202e\u0000evil',
  '${window.broken=1}',
]

/** Every part of the Tokens screen that shows what the server says: row, details, failures, the three dialogs. */
async function bulkWith(session: Session, settle: () => Promise<void>) {
  const row = session.tokens.row(0)!
  void session.tokens.record.open(row)
  await session.tokens.bulk.run('revoke', [row])
  session.dialogs.open({ kind: 'revoke', rows: [row, { ...row, id: '1'.repeat(16) }] })
  await settle()
  session.dialogs.open({ kind: 'disable', rows: [row] })
  await settle()
  session.dialogs.open({ kind: 'new-token' })
  await settle()
  await fireEvent.input(screen.getByRole('textbox', { name: 'Device ID' }), { target: { value: 'x' } })
  screen.getByRole('button', { name: 'Create' }).click()
}

function expectHarmless() {
  expect(document.querySelectorAll('img, script, iframe, a[href^="javascript"]')).toHaveLength(0)
  expect('broken' in window).toBe(false)
}

describe.each(payloads)('a server that says %j', (evil) => {
  const handover = sampleHandover({
    device: evil,
    bucket: evil,
    attention: true,
    failure: failure('device.refused', { reason: evil }),
  })
  const evilRow: Partial<TokenRow> = {
    device: evil,
    description: evil,
    bucket: evil,
    owner: evil,
    createdAt: evil,
    updatedAt: evil,
    access: [{ actions: 'write', what: evil, reach: 'one', type: evil }],
  }
  const fake = () =>
    createFakeBridge({
      'app.view': () =>
        ok(
          sampleApp({
            connection: { ...sampleConnection, name: evil, host: evil, org: evil, owner: evil, version: evil },
            saved: [sampleServer({ name: evil, host: evil, org: evil, owner: evil, certificate: evil })],
            handovers: [handover],
          }),
        ),
      'buckets.list': () => ok([{ id: 'b'.repeat(16), name: evil }]),
      'ports.list': () => ok([{ path: evil, label: evil }]),
      'handover.continue': () => ok(sampleHandover({ device: evil, bucket: evil, active: true })),
      'handover.steps': () => ok([{ kind: evil, at: 0, detail: evil }]),
      'tokens.query': () => ok(samplePage([sampleToken(evilRow)], { incomplete: 'owner', buckets: [evil] })),
      'tokens.find': () => {
        const details = sampleDetails(evilRow)
        const steps = [{ kind: evil, at: 0, detail: evil }]
        return ok({ ...details, org: evil, links: { self: evil, user: evil }, steps })
      },
      'report.risks': () => ok(sampleReport([sampleToken({ ...evilRow, review: evil })])),
      'tokens.create': () => ok({ kind: 'created', row: sampleToken(evilRow), secret: 'e'.repeat(16) }),
      'tokens.revoke': ({ ids }) =>
        ok(ids.map((id) => ({ id, result: failed(failure('perm.owner', { user: evil })) }))),
    })

  it.each(['connect', 'hand-over', 'tokens', 'risks', 'history', 'settings'] as const)(
    'is shown as text on %s',
    async (place) => {
      const { session, settle, emit } = await openWindow(fake())
      session.go(place)
      await settle()
      if (place === 'tokens') await bulkWith(session, settle)
      if (place === 'hand-over') void session.running.continue(handover)
      if (place === 'connect') {
        emit({
          kind: 'check',
          check: { name: 'influx', result: 'failed', version: evil, failure: failure('net.dns', { host: evil }) },
        })
      }
      await settle()
      expectHarmless()
      expect(document.body.textContent).toContain(evil.slice(-4))
    },
  )

  it('is shown as text in a row for another server, at the start and in History', async () => {
    const other = sampleServer({ id: '2'.repeat(16), name: evil, work: { unfinished: 1, waiting: 1, silent: 1 } })
    const saved = [sampleServer(), other]
    const { session, settle } = await openWindow(createFakeBridge({ 'app.view': () => ok(sampleApp({ saved })) }))
    const expectText = (place: HTMLElement) => {
      const row = within(within(place).getByRole('region', { name: 'On other servers' })).getByRole('listitem')
      // In a box of its own, so that its direction stays in it.
      expect(row.querySelector('bdi')?.textContent).toBe(evil)
      expect(within(row).getByRole('button').getAttribute('aria-label')).toBe(`Switch to ${evil}`)
      expectHarmless()
    }
    expectText(screen.getByRole('dialog', { name: 'Unfinished handovers' }))
    session.dialogs.close()
    session.go('history')
    await settle()
    expectText(screen.getByRole('main'))
  })
})
