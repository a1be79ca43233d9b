import { describe as describeToken } from '../../main/domain/description'
import { allAccessScope, bucketScope, deviceScope, type Permission } from '../../main/domain/permissions'
import type { Authorization } from '../../main/ports/influx'
import type { Story } from '../../main/ports/ledger'
import { createFirstLooks, type FirstLook } from '../../main/services/first-look'
import { createSeeded } from './seeded'

const org = '0'.repeat(15) + '1'
const hex = (n: number, digits = 16) => Math.trunc(n).toString(16).padStart(digits, '0')

/** The ID of a user or bucket by its number. */
export const hexId = (n: number) => hex(n)

/** The install of the laptop that looks, and another one. */
export const thisInstall = 'a'.repeat(16)
const otherInstall = 'b'.repeat(16)

/** A list as a large organization has it: mostly devices, some of them doubled, disabled or on deleted buckets. */
export function generatedTokens(count: number, seed = 1): readonly Authorization[] {
  const random = createSeeded(seed)
  const below = (n: number) => Math.floor(random() * n)
  const start = Date.UTC(2024, 0, 1)
  const named = (bucket: number, scope: readonly Permission[]) =>
    bucket % 17 === 3
      ? scope
      : scope.map((one) => ({ ...one, resource: { ...one.resource, name: `Plant-${String(bucket)}` } }))

  return Array.from({ length: count }, (_, index) => {
    const bucket = below(60)
    const bucketId = hex(bucket + 100)
    const kind = below(100)
    const install = below(3) === 0 ? otherInstall : thisInstall
    const day = String(1 + below(28)).padStart(2, '0')
    const review = below(3) === 0 ? { review: `2026-0${String(1 + below(3))}-${day}` } : {}
    const mark = { nonce: hex(below(2 ** 31), 32), install, ...review }
    const word = ['pump', 'Fan', 'ÜV-Sensor', 'read write'][below(4)] ?? ''
    const text = `${word}-${String(below(count))}`
    const permissions =
      kind < 88
        ? named(bucket, deviceScope(org, bucketId))
        : kind < 93
          ? named(bucket, bucketScope(org, bucketId))
          : kind < 95
            ? allAccessScope(org, hex(below(9)))
            : kind < 97
              ? [...named(bucket, deviceScope(org, bucketId)), ...named(7, deviceScope(org, hex(107)))]
              : kind < 99
                ? [{ action: 'read' as const, resource: { type: 'buckets', orgId: org } }]
                : (['read', 'write'] as const).flatMap((action) =>
                    ['authorizations', 'buckets'].map((type) => ({ action, resource: { type } })),
                  )
    const createdAt = new Date(start + Math.floor(index / 2) * 60_000).toISOString()
    return {
      id: hex(0x0a7c_0000_0000 + index * 4099 + below(4000)),
      status: below(12) === 0 ? 'inactive' : 'active',
      description: below(10) === 0 ? text : describeToken(text.replaceAll(' ', '.'), mark),
      orgId: org,
      org: 'depot',
      userId: hex(below(9)),
      user: `technician ${String(below(30))}`,
      permissions,
      createdAt,
      updatedAt: below(3) === 0 ? new Date(start + below(500) * 3_600_000).toISOString() : createdAt,
    }
  })
}

/** When the first data of a generated token arrived: of every third this laptop has seen it. */
export function firstDataOf({ id, createdAt }: Authorization): string | undefined {
  const n = parseInt(id.slice(-4), 16)
  return n % 3 === 0 ? new Date(Date.parse(createdAt) + (n % 400) * 3_600_000).toISOString() : undefined
}

/** What the ledger of the laptop that looks knows of `rows`. */
export function firstLookAt(rows: readonly Authorization[]): FirstLook {
  const stories = rows.map((row) => {
    const firstDataAt = firstDataOf(row)
    return { intent: { connection: 'c' }, now: { authId: row.id, ...(firstDataAt && { firstDataAt }) } } as Story
  })
  return createFirstLooks({ board: { stories: () => stories }, sight: { sees: () => true } })('c')
}
