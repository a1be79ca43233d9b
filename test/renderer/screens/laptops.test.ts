// It is over 250 lines because all dialogs about laptops are opened, filled and pressed by the same few functions.
import { fireEvent, screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../main/contract/failure'
import { failed, ok } from '../../../main/contract/result'
import { createFakeBridge, firstStart, sampleConnection } from '../../support/fake-bridge'
import { sampleLaptop, samplePlan } from '../../support/sample-laptops'
import { openWindow, type OpenWindow } from '../open-window'

const bucket = 'b'.repeat(16)

async function openDialog(button: string, answers: Parameters<typeof createFakeBridge>[0] = {}): Promise<OpenWindow> {
  const window = await openWindow(createFakeBridge(answers))
  window.session.go('settings')
  await window.settle()
  await press(window, button)
  return window
}
const dialog = () => within(screen.getByRole('dialog'))
async function press(window: OpenWindow, name: string) {
  const place = screen.queryByRole('dialog') ? dialog() : screen
  place.getByRole('button', { name }).click()
  await window.settle()
}
async function fill(name: string, value: string) {
  await fireEvent.input(dialog().getByRole('textbox', { name }), { target: { value } })
}
async function check(window: OpenWindow, role: 'checkbox' | 'radio', name: string | RegExp) {
  dialog().getByRole(role, { name }).click()
  await window.settle()
}

describe('Limit this laptop', () => {
  it('asks for a name and buckets, and says what came of it', async () => {
    const window = await openDialog('Limit this laptop')
    expect(document.activeElement).toBe(dialog().getByRole('textbox', { name: 'Name of this laptop' }))
    await press(window, 'Limit it now')
    expect(dialog().getByText('Give the laptop a name.')).toBeTruthy()
    expect(dialog().getByText('Choose at least one bucket.')).toBeTruthy()
    expect(window.requests('laptop.limit')).toEqual([])
    await fill('Name of this laptop', ' Van 3 ')
    expect(dialog().getByRole('group', { name: 'Buckets it may hand out' })).toBeTruthy()
    await check(window, 'checkbox', 'north-pumps')
    await check(window, 'checkbox', 'Let it see whether data arrives')
    expect(dialog().getByText(/all data in the chosen buckets, and making tokens that read them/)).toBeTruthy()
    await press(window, 'Limit it now')
    expect(window.requests('laptop.limit')).toEqual([
      { name: 'Van 3', bucketIds: [bucket], read: true, sharedAccepted: false, revokeAdmin: false },
    ])
    const heading = dialog().getByRole('heading', { name: 'This laptop is limited' })
    expect(document.activeElement).toBe(heading)
    expect(dialog().getByText(/The admin token still works elsewhere/)).toBeTruthy()
    await press(window, 'Done')
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('does not share an owner without being told to', async () => {
    const window = await openDialog('Limit this laptop', { 'laptop.plan': () => ok(samplePlan({ owner: 'shared' })) })
    await fill('Name of this laptop', 'Van 3')
    await check(window, 'checkbox', 'north-pumps')
    expect(dialog().getByText(/it could see and revoke all tokens of that owner/)).toBeTruthy()
    await press(window, 'Limit it now')
    expect(dialog().getByText(/Accept this, or connect with an operator token/)).toBeTruthy()
    await check(window, 'checkbox', 'Share the owner of the admin token')
    await press(window, 'Limit it now')
    expect(window.requests('laptop.limit')).toMatchObject([{ sharedAccepted: true }])
  })

  it('asks that question also when only the server knows that it has to be asked', async () => {
    const window = await openDialog('Limit this laptop', { 'laptop.limit': () => failed(failure('laptop.shared')) })
    await fill('Name of this laptop', 'Van 3')
    await check(window, 'checkbox', 'north-pumps')
    await press(window, 'Limit it now')
    expect(dialog().getByRole('checkbox', { name: 'Share the owner of the admin token' })).toBeTruthy()
  })

  it('offers to revoke an admin token that was made for it, and says when that failed', async () => {
    const admin = { id: '5'.repeat(16), description: 'Fieldkey setup' }
    const window = await openDialog('Limit this laptop', {
      'laptop.plan': () => ok(samplePlan({ admin })),
      'laptop.limit': () => ok({ owner: 'van', admin: { revoked: false, failure: failure('net.offline') } }),
    })
    await fill('Name of this laptop', 'Van 3')
    await check(window, 'checkbox', 'north-pumps')
    await check(window, 'checkbox', 'Also revoke the admin token Fieldkey setup')
    await press(window, 'Limit it now')
    expect(window.requests('laptop.limit')).toMatchObject([{ revokeAdmin: true }])
    expect(dialog().getByText(/could not be revoked: .* not connected to any network/)).toBeTruthy()
  })

  it.each([
    [{ open: 2 }, /2 handovers are not finished/],
    [{ limited: true }, /has a limited token already/],
  ])('is not possible where %o', async (change, words) => {
    await openDialog('Limit this laptop', { 'laptop.plan': () => ok(samplePlan(change)) })
    expect(dialog().getByText(words)).toBeTruthy()
    expect(dialog().queryByRole('button', { name: 'Limit it now' })).toBeNull()
  })

  it('says a refusal, keeps the form, and cannot be left while it runs', async () => {
    const window = await openDialog('Limit this laptop', { 'laptop.limit': () => failed(failure('laptop.pending')) })
    await fill('Name of this laptop', 'Van 3')
    await check(window, 'checkbox', 'north-pumps')
    await press(window, 'Limit it now')
    expect(dialog().getByRole('alert').textContent).toContain('A laptop token is still under way')
    window.answer('laptop.limit', () => new Promise(() => {}))
    await press(window, 'Limit it now')
    await press(window, 'Limiting')
    await press(window, 'Cancel')
    expect(window.requests('laptop.limit')).toHaveLength(2)
    expect(screen.getByRole('dialog')).toBeTruthy()
  })
})

describe('Prepare another laptop', () => {
  const seal = async (window: OpenWindow) => {
    await fill('Name of the other laptop', 'Van 3')
    await check(window, 'checkbox', 'south-pumps')
    await fill('Phrase on the other laptop', 'century cushion upset throw height essence')
    await press(window, 'Seal the token')
  }

  it('shows the sealed text and its code, and has main copy it', async () => {
    const window = await openDialog('Prepare another laptop')
    await press(window, 'Seal the token')
    expect(dialog().getByText('Type the six words.')).toBeTruthy()
    await seal(window)
    expect(window.requests('laptop.prepare')).toMatchObject([
      { name: 'Van 3', bucketIds: ['c'.repeat(16)], phrase: 'century cushion upset throw height essence' },
    ])
    const text = dialog().getByRole<HTMLTextAreaElement>('textbox', { name: 'Sealed text' })
    expect(text.value).toMatch(/^fieldkey-laptop:1:/)
    await press(window, 'Copy sealed text')
    expect(window.requests('tokens.secret')).toEqual([{ secret: 'e'.repeat(16), act: 'copy' }])
    expect(dialog().getByRole('status').textContent).toContain('Copied.')
  })

  it('seals for an address of this laptop only where that is accepted, and says what to do instead', async () => {
    const address = { url: 'http://localhost:8086', onlyHere: true }
    const window = await openDialog('Prepare another laptop', { 'laptop.plan': () => ok(samplePlan({ address })) })
    expect(dialog().getByText(/localhost:8086 is that laptop itself: set Address for devices/)).toBeTruthy()
    await seal(window)
    expect(dialog().getByText('Set Address for devices first, or accept this.')).toBeTruthy()
    expect(window.requests('laptop.prepare')).toEqual([])
    await check(window, 'checkbox', 'Seal it for localhost:8086 all the same')
    await press(window, 'Seal the token')
    expect(window.requests('laptop.prepare')).toMatchObject([{ onlyHereAccepted: true }])
  })

  it('names the address that the other laptop is led to', async () => {
    const window = await openDialog('Prepare another laptop')
    expect(dialog().getByText('There it connects to https://influx.north-depot.example.')).toBeTruthy()
    await seal(window)
    expect(window.requests('laptop.prepare')).toMatchObject([{ onlyHereAccepted: false }])
  })

  it('names the word that is none', async () => {
    const window = await openDialog('Prepare another laptop', {
      'laptop.prepare': () => failed(failure('input.phrase', { word: 'xylem' })),
    })
    await seal(window)
    expect(dialog().getByText(/xylem is not one of the words/)).toBeTruthy()
  })

  it('withdraws what is on its way', async () => {
    const pending = [{ id: '7'.repeat(32), name: 'Van 1', until: 1_794_000_900_000 }]
    const window = await openDialog('Prepare another laptop', { 'laptop.plan': () => ok(samplePlan({ pending })) })
    window.answer('laptop.plan', () => ok(samplePlan()))
    await press(window, 'Withdraw Van 1')
    expect(window.requests('laptop.withdraw')).toEqual([{ id: '7'.repeat(32) }])
    expect(dialog().getByRole('status').textContent).toBe('The token for Van 1 was withdrawn.')
    expect(dialog().queryByRole('button', { name: 'Withdraw Van 1' })).toBeNull()
  })
})

describe('Use a prepared token', () => {
  const taken = { ...sampleConnection, operator: false, owner: 'van' }
  const openTaking = async (answers: Parameters<typeof createFakeBridge>[0] = {}) => {
    const window = await openWindow(
      createFakeBridge({ 'app.view': () => ok(firstStart()), 'laptop.take': () => ok(taken), ...answers }),
    )
    await press(window, 'Use a prepared token')
    return window
  }

  it('shows six words, takes the text and goes to work', async () => {
    const window = await openTaking()
    const list = dialog().getByRole('list', { name: 'Phrase for this laptop' })
    expect(
      within(list)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toHaveLength(6)
    await press(window, 'Take it over')
    expect(dialog().getByText('Paste the text from the other laptop.')).toBeTruthy()
    await fill('Sealed text', ' fieldkey-laptop:1:x ')
    await press(window, 'Take it over')
    expect(window.requests('laptop.take')).toEqual([
      { text: 'fieldkey-laptop:1:x', plainAccepted: false, replaceAccepted: false },
    ])
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.getByRole('heading', { level: 1, name: 'Hand over' })).toBeTruthy()
    expect(window.session.app.connection?.owner).toBe('van')
  })

  it('warns before a token travels in the open', async () => {
    const window = await openTaking({
      'laptop.take': ({ plainAccepted }) => (plainAccepted ? ok(sampleConnection) : failed(failure('tls.plain'))),
    })
    await fill('Sealed text', 'fieldkey-laptop:1:x')
    await press(window, 'Take it over')
    await press(window, 'Connect without encryption')
    expect(window.requests('laptop.take')).toMatchObject([{ plainAccepted: false }, { plainAccepted: true }])
  })

  it('asks before a stored token gives way, and keeps that when it asks for more', async () => {
    const window = await openTaking({
      'laptop.take': ({ plainAccepted, replaceAccepted }) => {
        if (!replaceAccepted) return failed(failure('laptop.stored'))
        return plainAccepted ? ok(sampleConnection) : failed(failure('tls.plain'))
      },
    })
    await fill('Sealed text', 'fieldkey-laptop:1:x')
    await press(window, 'Take it over')
    expect(dialog().getByRole('alert').textContent).toContain('This laptop has a token for that server')
    await press(window, 'Replace the stored token')
    await fill('Sealed text', 'fieldkey-laptop:1:y')
    await press(window, 'Take it over')
    await press(window, 'Replace the stored token')
    await press(window, 'Connect without encryption')
    expect(window.requests('laptop.take').map((one) => [one.replaceAccepted, one.plainAccepted])).toEqual([
      [false, false],
      [true, false],
      [false, false],
      [true, false],
      [true, true],
    ])
  })

  it('lets an authority of the site be chosen where it is needed', async () => {
    const certificate = 'a'.repeat(32)
    const window = await openTaking({
      'laptop.take': (request) => ('certificate' in request ? ok(sampleConnection) : failed(failure('tls.unknown'))),
      'connect.certificate': () => ok({ certificate, subject: 'CN=Plant CA' }),
    })
    await fill('Sealed text', 'fieldkey-laptop:1:x')
    await press(window, 'Take it over')
    await press(window, 'Choose certificate file')
    expect(dialog().getByText('Trusting certificate: CN=Plant CA')).toBeTruthy()
    await press(window, 'Take it over')
    expect(window.requests('laptop.take')[1]).toMatchObject({ certificate })
  })

  it('says why a text does not open', async () => {
    const window = await openTaking({ 'laptop.take': () => failed(failure('laptop.phrase')) })
    await fill('Sealed text', 'fieldkey-laptop:1:x')
    await press(window, 'Take it over')
    expect(dialog().getByRole('alert').textContent).toContain('The phrase does not open it')
  })
})

describe('Lost laptop', () => {
  it('revokes only what was chosen, and says what stays', async () => {
    const window = await openDialog('Lost laptop')
    expect(document.activeElement).not.toBe(dialog().getByRole('button', { name: 'Revoke its tokens' }))
    await press(window, 'Revoke its tokens')
    expect(dialog().getByText('Choose the laptop that was lost.')).toBeTruthy()
    expect(dialog().getByText(/2 tokens to revoke, 14 devices to keep/)).toBeTruthy()
    await check(window, 'radio', 'Van 3')
    await press(window, 'Revoke its tokens')
    expect(window.requests('laptop.lost')).toEqual([{ userId: 'd'.repeat(16) }])
    expect(document.activeElement).toBe(dialog().getByRole('heading', { name: '2 tokens revoked' }))
    expect(dialog().getByText(/14 devices of its owner keep theirs/)).toBeTruthy()
  })

  it('says what stays although it can do more than a device', async () => {
    const kept = { 'laptop.lost': () => ok({ revoked: 2, devices: 14, kept: 1 }) }
    const window = await openDialog('Lost laptop', kept)
    await check(window, 'radio', 'Van 3')
    await press(window, 'Revoke its tokens')
    expect(dialog().getByText(/1 token of that owner that can do more stays/)).toBeTruthy()
  })

  it('says so when it could not be done to the end, and lets it be done again', async () => {
    const minting = { 'laptop.lost': () => failed(failure('laptop.minting', { n: 5 })) }
    const window = await openDialog('Lost laptop', minting)
    await check(window, 'radio', 'Van 3')
    await press(window, 'Revoke its tokens')
    expect(dialog().getByRole('alert').textContent).toContain('5 tokens were revoked and new ones keep appearing')
    expect(dialog().getByRole('button', { name: 'Revoke its tokens' })).toBeTruthy()
  })

  it('warns where the owner is also the owner here', async () => {
    const window = await openDialog('Lost laptop', { 'laptop.list': () => ok([sampleLaptop({ shared: true })]) })
    await check(window, 'radio', 'Van 3')
    expect(dialog().getByText(/It shares its owner with this laptop/)).toBeTruthy()
  })

  it('says when there is none, and what to do then', async () => {
    await openDialog('Lost laptop', { 'laptop.list': () => ok([]) })
    expect(dialog().getByText(/No other laptop with a limited token/)).toBeTruthy()
    expect(dialog().getByRole('button', { name: 'Close' })).toBeTruthy()
  })
})
