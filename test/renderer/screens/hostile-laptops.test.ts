import { screen } from '@testing-library/svelte'
import { expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { ok } from '../../../main/contract/result'
import { createFakeBridge } from '../../support/fake-bridge'
import { sampleCarrier, sampleLaptop, samplePlan } from '../../support/sample-laptops'
import { openWindow } from '../open-window'

const payloads = [
  '<img src=x onerror="window.broken=1">',
  '<script>window.broken=1</script>',
  '"><a href="javascript:window.broken=1">x</a>',
  '\u202eevil',
]

it.each(payloads)('a server that says %j is only quoted in the dialogs about laptops', async (evil) => {
  const fake = createFakeBridge({
    'laptop.plan': () =>
      ok(
        samplePlan({
          admin: { id: '5'.repeat(16), description: evil },
          pending: [{ id: '7'.repeat(32), name: evil, until: 1 }],
        }),
      ),
    'laptop.list': () => ok([sampleLaptop({ owner: evil, names: [evil] })]),
    'laptop.limit': () => ok({ owner: evil, admin: { revoked: false, failure: failure('net.dns', { host: evil }) } }),
    'laptop.prepare': () => ok({ ...sampleCarrier(evil), text: evil }),
    'buckets.list': () => ok([{ id: 'b'.repeat(16), name: evil }]),
  })
  const { session, settle } = await openWindow(fake)
  const open = async (kind: 'limit-laptop' | 'prepare-laptop' | 'lost-laptop', confirm: string) => {
    session.dialogs.open({ kind })
    await settle()
    await settle()
    expect(screen.getByRole('dialog').textContent).toContain(evil)
    screen.queryAllByRole('textbox').forEach((field) => {
      if (field instanceof HTMLInputElement) field.value = evil
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })
    screen.queryAllByRole('checkbox').forEach((box) => box.click())
    screen.queryAllByRole('radio').forEach((radio) => radio.click())
    await settle()
    screen.getByRole('button', { name: confirm }).click()
    await settle()
    const dialog = screen.getByRole('dialog')
    expect(dialog.querySelectorAll('img, script, a')).toHaveLength(0)
    expect('broken' in globalThis).toBe(false)
    session.dialogs.close()
    await settle()
  }
  await open('limit-laptop', 'Limit it now')
  await open('prepare-laptop', 'Seal the token')
  await open('lost-laptop', 'Revoke its tokens')
  expect(fake.calls.map(({ channel }) => channel)).toEqual(
    expect.arrayContaining(['laptop.limit', 'laptop.prepare', 'laptop.lost']),
  )
})
