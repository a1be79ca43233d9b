import type { HandoverEvent } from '../../main/domain/handover'

/** The step that gives a handover its token. */
export const minted: HandoverEvent = { kind: 'minted', authId: '0a7c91f2e6b43000', createdAt: '2026-11-12T14:01:08Z' }

/** A step of every kind but the first; of some kinds more than one. */
export const everyStep: readonly HandoverEvent[] = [
  { kind: 'unsure', code: 'net.cut' },
  { kind: 'refused', code: 'perm.create' },
  minted,
  { kind: 'too-wide', authId: '0a7c91f2e6b43000' },
  { kind: 'activated' },
  { kind: 'probed' },
  { kind: 'disabled' },
  { kind: 'enabled' },
  { kind: 'replaced' },
  { kind: 'shown' },
  { kind: 'delivered', proof: 'scanned' },
  { kind: 'confirmed', proof: 'data', firstDataAt: '2026-11-12T14:02:00Z' },
  { kind: 'confirmed', proof: 'technician' },
  { kind: 'revoking', why: 'cancelled' },
  { kind: 'called-back' },
  { kind: 'revoked' },
  { kind: 'gone' },
  { kind: 'returned', status: 'active' },
  { kind: 'returned', status: 'inactive' },
  { kind: 'absent', run: 'a' },
  { kind: 'abandoned' },
  { kind: 'old-off', at: '2026-11-12T14:02:00Z', since: '2026-11-12T14:02:00Z' },
  { kind: 'old-back' },
  { kind: 'old-on' },
  { kind: 'old-ending', why: 'due' },
  { kind: 'old-gone' },
  { kind: 'old-kept' },
]
