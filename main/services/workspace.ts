import type { HideReason } from '../contract/views'
import type { Ledger } from '../ports/ledger'
import type { Serial } from '../ports/serial'
import type { SettingsStore } from '../ports/settings'
import { createActivation } from './activate'
import { createBatch, type Batch } from './batch'
import { createBegin, createIntend } from './begin'
import { createBoard, type Board, type Emit } from './board'
import { createBuckets, type Buckets } from './buckets'
import { createCodeContents, type CodeContents } from './code-content'
import { createConnect, type Connect } from './connect'
import { createCopySettings, type CopySettings } from './copy-settings'
import { createCreateToken } from './create-token'
import { createDeliverQr } from './deliver-qr'
import { createDeliverUsb } from './deliver-usb'
import { createDrawing } from './drawing'
import { createEndShut } from './end-shut'
import { createExamine, type Examine } from './examine'
import { createFirstDataWatch } from './first-data'
import { createFirstLooks } from './first-look'
import { createHandovers, type Handovers } from './handovers'
import { createLaptops, type Laptops } from './laptops'
import { createMint } from './mint'
import { createOwners } from './owners'
import type { Outside, Ports } from './outside'
import { createProof } from './proof'
import { createPushSettings } from './push-settings'
import { createReplacement } from './replacement'
import { createReplacements, type Replacements } from './replacements'
import { createOpenSettings } from './sealed-token'
import { createSavedServers, type SavedServers } from './saved-servers'
import { createSealKey, type SealKey } from './seal-key'
import { createSecrets, type Secrets } from './secrets'
import { createSessions, type Sessions } from './sessions'
import { createReports, type Reports } from './reports'
import { createServerTime } from './server-time'
import { createWorkTeller } from './server-work'
import { createScreenCover } from './screen-cover'
import { createSettle, type Settle } from './settle'
import { createCodeOnScreen, type CodeOnScreen } from './show-code'
import { createSight } from './sight'
import { createTechnicianWord } from './technician-word'
import { createTokenActs } from './token-acts'
import { createBulk } from './token-bulk'
import { createTokenChanges } from './token-changes'
import { createTokenIndex, type TokenIndex } from './token-index'
import { createTokenRisks } from './token-risks'
import { createTokenTexts } from './token-texts'
import { createTokens, type Tokens } from './tokens'
import { createUnproven } from './unproven'
import { createUpkeep, type Upkeep } from './upkeep'

export type { Outside, Ports }

/** One ledger with everything that works on it: the real one, or practice. */
export interface Workspace {
  readonly board: Board
  readonly sessions: Sessions
  readonly secrets: Secrets
  readonly sealKey: SealKey
  readonly buckets: Buckets
  readonly connect: Connect
  readonly servers: SavedServers
  readonly handovers: Handovers
  readonly examine: Examine
  readonly batch: Batch
  readonly replacements: Replacements
  readonly tokens: Tokens
  readonly laptops: Laptops
  readonly reports: Reports
  readonly index: TokenIndex
  readonly code: CodeOnScreen
  readonly copySettings: CopySettings
  readonly contents: CodeContents
  readonly serial: Serial
  readonly settings: SettingsStore
  readonly ledger: Ledger
  readonly settle: Settle
  readonly upkeep: Upkeep
  /** Takes every secret off the screen. With the page gone nobody waits for the text of a new token, either. */
  hide(reason: HideReason): void
  /** Ends timers and the code on the screen; the ledger is closed. */
  close(): void
}

/** Wires the services over one set of ports. */
export function createWorkspace(ports: Ports): Workspace {
  const { ledger, vault, network, serial, crypto, clock, random, settings, log } = ports
  const work = createWorkTeller({ board: () => board, clock, emit: ports.emit })
  const emit: Emit = (event) => {
    if (event.kind === 'handover') work.look()
    if (event.kind === 'handover' && event.handover.waits) upkeep.expect(event.handover.waits)
    if (event.kind !== 'handover' || isOnDesk(event.handover.id)) ports.emit(event)
  }
  // Work for another connection goes on unseen: the window shows one connection at a time.
  const isOnDesk = (id: string) => board.story(id)?.intent.connection === sessions.chosen()?.id
  // No handover is begun without the key in hand: one of them proves that there was a key.
  const everSealed = () => ledger.stories().length > 0
  const secrets = createSecrets({ vault, settings, crypto, install: ledger.install, everSealed })
  const sight = createSight(ledger)
  const acts = createTokenActs(ports)
  const board = createBoard({ ledger, clock, emit, watchable: (story) => sight.sees(story) })
  const onChange = () => {
    emit({ kind: 'tokens-changed' })
  }
  const onBack = () => {
    upkeep.networkBack()
  }
  const onLost = (...lost: Parameters<Upkeep['networkLost']>) => {
    upkeep.networkLost(...lost)
  }
  const cover = createScreenCover(ports.screen)
  const texts = createTokenTexts({ ...ports, emit, cover })
  const hide = (reason: HideReason) => {
    code.hide(reason)
    texts.hide(reason)
    if (reason === 'page') texts.forgetAll()
  }
  const onSwitch = () => {
    hide('page')
  }
  const onToken = (connectionId: string) => {
    buckets.forget(connectionId)
    index.forget(connectionId)
    sight.restore()
  }
  const sessions = createSessions({ ...ports, secrets, acts, emit, onLost, onBack, onSwitch, onToken })
  const index = createTokenIndex({ clock, onChange, onLong: (underway) => emit({ kind: 'listing', underway }) })
  const buckets = createBuckets()
  const activation = createActivation({ board, index })
  const openSettings = createOpenSettings({ board, secrets, crypto })
  const sealKey = createSealKey({ secrets, clock })
  const contents = createCodeContents(ports)
  const drawing = createDrawing({ openSettings, contents, qr: ports.qr, crypto, clock })
  const code = createCodeOnScreen({ ...ports, cover, emit, board, drawing })
  const onSeen = (id: string) => {
    code.hideIf(id, 'data')
    onChange()
  }
  const serverTime = createServerTime({ connections: ledger.connections, network, clock })
  const watch = createFirstDataWatch({ board, sight, sessions, settings, serverTime, clock, onSeen })
  const unproven = createUnproven({ board, serverTime, clock, watchable: (story) => sight.sees(story) })
  const onOff = (id: string) => {
    watch.start(id)
    unproven.start(id)
  }
  const replacement = createReplacement({ board, sessions, index, activation, settings, onOff })
  const proof = createProof({ board, network, openSettings })
  const run = random.hex(8)
  const basic = { board, sessions, index, activation }
  const settle = createSettle({
    ...basic,
    replacement,
    serverTime,
    code,
    clock,
    run,
    onActivated: (session, id) => {
      void proof.probe(session, id)
      watch.start(id)
    },
  })
  const mint = createMint({ board, crypto, index, settings, clock })
  const intend = createIntend({ ledger, clock, random })
  const push = createPushSettings({ clock, crypto })
  const handovers = createHandovers({
    board,
    sessions,
    begin: createBegin({ board, sessions, sealKey, buckets, index, settle, mint, intend, settings }),
    endShut: createEndShut({ board, sessions, openSettings, sealKey, activation }),
    deliverQr: createDeliverQr({ board, activation, drawing }),
    deliverUsb: createDeliverUsb({ board, activation, openSettings, serial, settings, push }),
    activation,
    proof,
    watch,
    replacement,
    word: createTechnicianWord({ board, code, watch, replacement }),
    settle,
    code,
    index,
    sealKey,
    drawing,
    log,
  })
  const bulk = createBulk(emit)
  const owners = createOwners()
  const risks = createTokenRisks({ clock, install: ledger.install, owners })
  const connect = createConnect({ network, sessions, ledger, acts, crypto, clock, emit })
  const shared = { board, buckets, connect, secrets, sessions, settle, index, texts, owners, serverTime, acts }
  const laptops = createLaptops({ ...ports, ...shared })
  const { lookout, unclaimed } = laptops
  const tokens = createTokens({
    board,
    ledger,
    sessions,
    index,
    create: createCreateToken({ ...ports, board, sessions, buckets, index, unclaimed, acts, install: ledger.install }),
    changes: createTokenChanges({ ...shared, activation, code, bulk, settings, onEnabled: watch.start }),
    texts,
    unclaimed,
    acts,
    owners,
    risks,
    firsts: createFirstLooks({ board, sight }),
    bulk,
    settings,
  })
  const takeUp = (id: string) => handovers.resume({ id })
  const upkeep = createUpkeep({ board, ledger, sessions, settle, watch, unproven, clock, takeUp, lookout, log })
  return {
    board,
    sessions,
    secrets,
    sealKey,
    buckets,
    connect,
    servers: createSavedServers({ board, ledger, sessions, network, crypto, connect }),
    handovers,
    examine: createExamine({ board, sessions, network, clock }),
    batch: createBatch({ board, sessions, buckets, sealKey, index, settle, mint, intend, activation, clock, settings }),
    replacements: createReplacements({ board, sessions, watch, replacement }),
    tokens,
    laptops,
    reports: createReports({ board, sessions, index, owners, tokens, clock }),
    index,
    code,
    copySettings: createCopySettings({ code, texts, settings }),
    contents,
    serial,
    settings,
    ledger,
    settle,
    upkeep,
    hide,
    close() {
      board.close()
      work.stop()
      upkeep.stop()
      code.hide('page')
      bulk.stop()
      texts.close()
      acts.close()
      ledger.close()
    },
  }
}
