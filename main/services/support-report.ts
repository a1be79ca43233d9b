import { text } from '../contract/text/text'
import type { HandoverView } from '../contract/views'
import { redact } from '../domain/redact'
import type { Clock } from '../ports/clock'
import type { LogReader } from '../ports/log'
import type { SettingsStore } from '../ports/settings'
import type { Desk } from './desk'

const lastLines = 200

/** Makes the report for support: one text without a token in it. */
export function createSupportReport(parts: {
  readonly desk: Pick<Desk, 'view' | 'workspace'>
  readonly settings: SettingsStore
  readonly log: LogReader
  readonly clock: Clock
  /** Name and version of what Fieldkey runs on. */
  readonly system: Readonly<Record<string, string>>
}): () => string {
  const { desk, settings, log, clock, system } = parts
  const words = text.support
  return () => {
    const workspace = desk.workspace()
    const view = desk.view()
    const handovers = workspace.ok ? workspace.value.board.views() : []
    const connection = workspace.ok ? workspace.value.sessions.chosen() : undefined
    const health = 'failure' in view.health ? [view.health.failure.code] : []
    const trouble = view.trouble ? [view.trouble.code] : []
    const failures = [...trouble, ...health, ...handovers.flatMap(failuresOf)]
    const server = connection && {
      host: new URL(connection.url).host,
      version: connection.version,
      kind: connection.kind,
      operator: connection.operator,
      practice: view.practice,
    }
    return redact(
      [
        words.title(view.version, new Date(clock.now()).toISOString()),
        section(words.system, lines(system)),
        section(words.connection, server ? lines(server) : [words.none]),
        section(words.settings, lines(settings.read())),
        section(words.handovers, counts(handovers.map(({ state }) => state))),
        section(words.failures, counts(failures)),
        section(words.log, log.last(lastLines)),
      ].join('\n'),
    )
  }

  function section(title: string, content: readonly string[]): string {
    return `\n== ${title} ==\n${(content.length > 0 ? content : [words.none]).join('\n')}\n`
  }
}

function failuresOf({ failure, waits }: HandoverView): readonly string[] {
  return [failure, waits?.why].flatMap((one) => (one ? [one.code] : []))
}

function lines(values: object): readonly string[] {
  return Object.entries(values).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
}

/** How often each occurs, by name. */
function counts(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort().map((name) => `${name}: ${names.filter((other) => other === name).length}`)
}
