import { expect, it } from 'vitest'
import { launchApp } from '../support/app'
import { describePackaged } from '../support/packaged-app'
import { temporaryFolder } from '../support/temporary-folder'

/** Every permission Chromium 114 can be asked about by name. */
const named = [
  'accelerometer',
  'background-fetch',
  'background-sync',
  'camera',
  'clipboard-read',
  'clipboard-write',
  'display-capture',
  'geolocation',
  'gyroscope',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'notifications',
  'payment-handler',
  'persistent-storage',
  'screen-wake-lock',
  'storage-access',
  'window-management',
]

describePackaged('permissions', () => {
  it('are all refused, asked about by name', async () => {
    const { page } = await launchApp(temporaryFolder())
    const states = await page.evaluate(
      (names) =>
        Promise.all(
          names.map((name) =>
            navigator.permissions.query({ name: name as PermissionName }).then(
              ({ state }) => `${name} ${state}`,
              () => `${name} unknown`,
            ),
          ),
        ),
      named,
    )
    expect(states.filter((state) => state.endsWith('granted') || state.endsWith('prompt'))).toEqual([])
    expect(states.filter((state) => state.endsWith('denied')).length).toBeGreaterThan(10)
  })

  it('are all refused when a page simply uses what needs them', async () => {
    const { page } = await launchApp(temporaryFolder())
    // A click gives the page the right to ask, where asking needs one.
    await page.mouse.click(5, 5)
    const got = await page.evaluate(async () => {
      type Device = { requestDevice(filter: object): Promise<unknown>; requestPort(): Promise<unknown> }
      const devices = navigator as unknown as Record<'usb' | 'hid' | 'serial' | 'bluetooth', Device>
      const tries: Record<string, () => Promise<unknown>> = {
        place: () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
        camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
        microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
        screen: () => navigator.mediaDevices.getDisplayMedia({ video: true }),
        clipboard: () => navigator.clipboard.readText(),
        midi: () => navigator.requestMIDIAccess({ sysex: true }),
        usb: () => devices.usb.requestDevice({ filters: [{}] }),
        hid: () => devices.hid.requestDevice({ filters: [] }),
        serial: () => devices.serial.requestPort(),
        bluetooth: () => devices.bluetooth.requestDevice({ acceptAllDevices: true }),
        wakeLock: () => navigator.wakeLock.request('screen'),
        notification: async () => {
          if ((await Notification.requestPermission()) !== 'granted') throw new Error()
        },
        pointer: async () => {
          await document.body.requestPointerLock()
          if (!document.pointerLockElement) throw new Error()
        },
        fullScreen: () => document.body.requestFullscreen(),
        storage: async () => {
          if (!(await navigator.storage.persist())) throw new Error()
        },
      }
      const answers = Object.entries(tries).map(async ([name, ask]) => {
        try {
          const value = await ask()
          // An empty choice of devices is a refusal too.
          return Array.isArray(value) && value.length === 0 ? '' : name
        } catch {
          return ''
        }
      })
      return (await Promise.all(answers)).filter((name) => name !== '')
    })
    expect(got).toEqual([])
  })
})
