import { describe, expect, it } from 'vitest'
import { deviceFlaw } from '../../../main/domain/device-id'
import { failureText } from '../../../main/contract/text/failures'
import { failure } from '../../../main/contract/failure'
import { isCreate, practiceWorld } from '../../support/practice-world'

const pattern = 'PUMP-####'
const miss = { code: 'input.device', params: { pattern } }

async function bench() {
  const world = await practiceWorld()
  const laptop = await world.laptop()
  const { handovers, tokens, batch } = laptop.workspace
  const start = (device: string) => handovers.start({ device, ...laptop.request })
  const make = (description: string) => tokens.create({ kind: 'device', bucketId: world.bucket.id, description })
  const many = async (devices: readonly string[]) => {
    const ran = await batch({ devices, bucketId: world.bucket.id, delivery: 'qr' })
    if (!ran.ok) throw new Error(ran.failure.code)
    return ran.value
  }
  const asked = () => world.proxy.seen.filter(isCreate).length
  return { world, start, make, many, asked, ...laptop }
}

it('a device ID is no ID at all, or misses the pattern, which is named', () => {
  expect(deviceFlaw('-bad', pattern)).toEqual(failure('input.device'))
  expect(deviceFlaw('pump-1', pattern)).toEqual(miss)
  expect([deviceFlaw('PUMP-0042', pattern), deviceFlaw('pump-1', '')]).toEqual([undefined, undefined])
  const { sentence } = failureText(failure('input.device', { pattern }))
  expect(sentence).toBe('This ID does not fit the pattern PUMP-####. It can be changed in Settings.')
})

describe('the device ID pattern of this laptop, whoever asks', () => {
  it('refuses a handover and a device token in Tokens before anything is written or asked', async () => {
    const { start, make, asked, ports } = await bench()
    ports.settings.update({ devicePattern: pattern })
    expect(await start('pump-1')).toMatchObject({ failure: miss })
    expect(await make('pump-1')).toMatchObject({ failure: miss })
    expect([asked(), ports.ledger.pending().length]).toEqual([0, 0])
    expect((await start('PUMP-0042')).ok).toBe(true)
    expect((await make('PUMP-0043')).ok).toBe(true)
    expect(asked()).toBe(2)
  })

  it('refuses those of a batch that miss it, and goes on with one begun before it was set', async () => {
    const { begin, many, world, ports } = await bench()
    await begin('pump-1')
    ports.settings.update({ devicePattern: pattern })
    expect(await many(['pump-1', 'pump-2', 'PUMP-0042'])).toMatchObject([
      { kind: 'ready', device: 'pump-1' },
      { kind: 'failed', device: 'pump-2', failure: miss },
      { kind: 'ready', device: 'PUMP-0042' },
    ])
    expect(await world.rows('pump-2')).toEqual([])
  })
})

describe('the pattern, where a device token is described anew', () => {
  it('holds for a new device ID, alone and among many, and told before; what stays may be as it was', async () => {
    const world = await practiceWorld()
    const { workspace, ports } = await world.laptop()
    const { tokens } = workspace
    const made = await tokens.create({ kind: 'device', bucketId: world.bucket.id, description: 'fan-1' })
    if (!made.ok || made.value.kind !== 'created') throw new Error('not made')
    const { id } = made.value.row
    ports.settings.update({ devicePattern: 'PUMP-####' })
    const misses = { ok: false, failure: { code: 'input.device', params: { pattern: 'PUMP-####' } } }
    expect(await tokens.describe(id, 'fan-2')).toMatchObject(misses)
    const rows = [{ id, from: 'fan-1', to: 'fan-2' }]
    expect(await tokens.describeAll(rows)).toMatchObject({ value: [{ result: misses }] })
    await tokens.refresh()
    const preview = tokens.previewDescribe([id], { kind: 'replace', find: '1', by: '2' })
    expect(preview).toMatchObject({ value: { changed: 0, refused: 1, rows: [{ refused: 'pattern' }] } })
    expect((await tokens.describe(id, 'fan-1')).ok).toBe(true)
    expect(await tokens.describe(id, 'PUMP-0042')).toMatchObject({ value: { device: 'PUMP-0042' } })
  })
})
