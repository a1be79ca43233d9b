import { done, failed, ok, type Result } from '../contract/result'
import type { Request } from '../contract/channels'
import { viewOf, type Desk } from '../services/desk'
import type { Workspace } from '../services/workspace'
import type { Handlers } from './register'

/** What a request may need besides the services: the window and the system around it. */
export interface Surroundings {
  readonly desk: Desk
  /** Lets the person choose a PEM file; undefined when none was chosen. */
  readonly chooseCertificate: () => Promise<string | undefined>
  /** Reads a PEM text: its subject, or `input.certificate`. */
  readonly readCertificate: (pem: string) => Result<{ readonly subject: string; readonly sha256: string }>
  /** Notes which token was pasted, without keeping it. */
  readonly pasted: (token: string) => void
  /** Empties the clipboard if it still holds the pasted token. */
  readonly clearClipboard: () => Promise<boolean>
  /** Ends this run and begins another. */
  readonly restart: () => void
  readonly copy: (text: string) => void
  readonly fullScreen: (on: boolean) => void
  readonly openLink: (to: Request<'link.open'>['to']) => void
  /** Replaces the page that took the admin token, so that its memory goes with it. */
  readonly replacePage: () => void
  readonly changeSettings: (change: Request<'settings.change'>) => Result<void>
  /** Tells the page how things stand now. */
  readonly tellApp: () => void
  /** Asks the keychain again. */
  readonly retryKeychain: () => Promise<Result<void>>
}

/** One line for each channel: what the window asks, which service answers. */
export function createHandlers(around: Surroundings): Handlers {
  const { desk, tellApp } = around
  const certificates = new Map<string, string>()
  let connecting: AbortController | undefined

  const at = <T>(use: (workspace: Workspace) => T | Promise<T>) => {
    const workspace = desk.workspace()
    return workspace.ok ? use(workspace.value) : failed(workspace.failure)
  }
  const inPractice = (use: (practice: NonNullable<ReturnType<Desk['practice']>>) => void): Result<void> => {
    const practice = desk.practice()
    if (practice) use(practice)
    return done
  }

  return {
    'app.view': () => ok(desk.view()),
    'connect.try': ({ certificate, ...request }) =>
      at(async ({ connect, upkeep }) => {
        connecting?.abort()
        connecting = new AbortController()
        const ca = certificate === undefined ? undefined : certificates.get(certificate)
        around.pasted(request.token)
        const tried = await connect({ ...request, ca }, connecting.signal)
        if (!tried.ok) return tried
        if (tried.value.kind === 'choose-org') return ok(tried.value)
        upkeep.start()
        tellApp()
        around.replacePage()
        return ok({ kind: 'connected', connection: viewOf(tried.value.session.connection, false) })
      }),
    'connect.cancel': () => {
      connecting?.abort()
      return done
    },
    'connect.certificate': async () => {
      const pem = await around.chooseCertificate()
      if (pem === undefined) return ok({})
      const read = around.readCertificate(pem)
      if (!read.ok) return read
      const handle = read.value.sha256.slice(0, 32)
      certificates.set(handle, pem)
      return ok({ certificate: handle, subject: read.value.subject })
    },
    'connection.use': ({ id }) =>
      at(async ({ sessions }) => {
        const session = await sessions.use(id)
        tellApp()
        return session.ok ? ok(viewOf(session.value.connection, false)) : session
      }),
    'connection.forget': ({ id }) =>
      at(async ({ sessions }) => {
        const forgotten = await sessions.forget(id)
        tellApp()
        return forgotten
      }),
    'connection.check': () => at(async ({ tokens, upkeep }) => (upkeep.wake(), tokens.refresh())),
    'keychain.retry': () => around.retryKeychain(),
    'practice.start': () => desk.startPractice(),
    'practice.leave': async ({ keep }) => {
      await desk.leavePractice(keep)
      return done
    },
    'practice.fault': ({ fault }) => inPractice((practice) => practice.fault(fault)),
    'practice.plug': () => inPractice((practice) => practice.plug()),
    'practice.scan': () =>
      inPractice((practice) => {
        const payload = practice.workspace.code.payload()
        if (payload !== undefined) practice.scan(payload)
      }),
    'buckets.list': ({ fresh }) =>
      at(async ({ sessions, buckets }) => {
        const session = await sessions.current()
        if (!session.ok) return session
        const list = await buckets.list(session.value, fresh)
        return list.ok ? ok(list.value.map(({ id, name }) => ({ id, name }))) : list
      }),
    'ports.list': () =>
      at(async ({ serial }) => {
        const ports = await serial.list()
        return ports.ok ? ok(ports.value.map(({ path, label }) => ({ path, label }))) : ports
      }),
    'handover.prepare': () => at(({ handovers }) => handovers.prepare()),
    'handover.start': (request) =>
      at(async ({ handovers, settings }) => {
        const started = await handovers.start(request)
        if (started.ok)
          settings.update({ lastBucket: request.bucketId, ...(request.port ? { lastPort: request.port } : {}) })
        return started
      }),
    'handover.continue': (request) => at(({ handovers }) => handovers.resume(request)),
    'handover.show': ({ id }) => at(({ handovers }) => handovers.show(id)),
    'handover.hide': () =>
      at(({ code }) => {
        code.hide('asked')
        return done
      }),
    'handover.scanned': ({ id }) => at(({ handovers }) => handovers.scanned(id)),
    'handover.works': ({ id }) => at(({ handovers }) => handovers.works(id)),
    'handover.cancel': ({ id }) => at(({ handovers }) => handovers.cancel(id)),
    'handover.stop': ({ id }) =>
      at(({ handovers }) => {
        handovers.stop(id)
        return done
      }),
    'handover.steps': ({ id }) => at(({ handovers }) => ok(handovers.steps(id))),
    'tokens.query': (request) => at(({ tokens }) => ok(tokens.query(request))),
    'tokens.refresh': () => at(({ tokens }) => tokens.refresh()),
    'tokens.find': ({ id }) => at(({ tokens }) => tokens.find(id)),
    'tokens.create': (request) => at(({ tokens }) => tokens.create(request)),
    'tokens.secret': ({ secret, act }) => at(({ tokens }) => tokens.text(secret, act)),
    'tokens.set-status': ({ ids, status }) => at(({ tokens }) => tokens.setStatus(ids, status)),
    'tokens.describe': ({ id, text }) => at(({ tokens }) => tokens.describe(id, text)),
    'tokens.stop': () =>
      at(({ tokens }) => {
        tokens.stop()
        return done
      }),
    'tokens.revoke': ({ ids }) => at(({ tokens }) => tokens.revoke(ids)),
    'tokens.copy-id': ({ id }) => {
      around.copy(id)
      return done
    },
    'settings.change': (change) => around.changeSettings(change),
    'clipboard.clear': async () => ok({ cleared: await around.clearClipboard() }),
    'app.restart': () => {
      around.restart()
      return done
    },
    'window.full-screen': ({ on }) => {
      around.fullScreen(on)
      return done
    },
    'link.open': ({ to }) => {
      around.openLink(to)
      return done
    },
  }
}
