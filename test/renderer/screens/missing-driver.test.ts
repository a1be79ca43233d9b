import { screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { ok } from '../../../main/contract/result'
import { createFakeBridge, sampleApp, sampleHandover } from '../../support/fake-bridge'
import { openWindow } from '../open-window'

const sentence = 'A CH340 adapter is plugged in, but its driver is missing.'

async function plugged(...paths: readonly string[]) {
  const window = await openWindow(
    createFakeBridge({
      'app.view': () => ok(sampleApp({ handovers: [sampleHandover({ delivery: 'usb' })] })),
      'ports.list': () => ok(paths.map((path) => ({ path, label: path }))),
      'ports.driver': () => ok({ chip: 'CH340' }),
    }),
  )
  window.session.dialogs.close()
  const press = async (name: string | RegExp) => {
    screen.getByRole('button', { name }).click()
    await window.settle()
  }
  return { ...window, press }
}

describe('an adapter whose driver is missing', () => {
  it('is told of on the stage when there is no other port, with its help, and a code instead', async () => {
    const { session, settle, press, requests } = await plugged('/dev/ttyS0', '/dev/ttyS1')
    await session.running.continue(sampleHandover({ delivery: 'usb' }))
    await settle()
    expect(screen.getByRole('heading', { name: 'Device needs a driver' })).toBeTruthy()
    expect(screen.getByText(sentence)).toBeTruthy()
    await press(/^Show driver help/)
    expect(requests('link.open')).toEqual([{ to: 'driver-help' }])
    await press('Show a QR code instead')
    expect(requests('handover.continue')).toEqual([{ id: sampleHandover().id, delivery: 'qr' }])
  })

  it('is told of below the list of ports, and no more once it has its driver', async () => {
    const { session, settle, press, answer, requests } = await plugged('/dev/ttyACM0')
    session.form.chooseDelivery('usb')
    await settle()
    expect(screen.getByRole('note').textContent).toContain(sentence)
    await press('Show driver help')
    expect(requests('link.open')).toEqual([{ to: 'driver-help' }])
    answer('ports.driver', () => ok({}))
    await press('Look for devices again')
    expect(screen.queryByText(sentence)).toBeNull()
  })

  it('does not keep anybody from another port', async () => {
    const { session, settle, requests } = await plugged('/dev/ttyACM0')
    await session.running.continue(sampleHandover({ delivery: 'usb' }))
    await settle()
    expect(requests('handover.continue')[0]?.port).toBe('/dev/ttyACM0')
  })
})
