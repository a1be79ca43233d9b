import type { Ports } from '../../main/services/workspace'

/** Called at each named step of the outside world: before a call leaves, and after its answer came. */
export type AtStep = (name: string) => void

/** Which calls are steps; what is left out changes nothing outside. */
const watched = {
  ledger: ['beginAll', 'append', 'appendAll', 'sealed'],
  vault: ['get', 'set'],
  influx: ['bucket', 'create', 'setStatus', 'authorizations', 'authorization', 'remove', 'probeWrite'],
  link: ['write', 'close'],
} as const

/**
 * The same ports, with every call that matters named as it begins and as it ends: `influx.create begins`. A ledger step
 * carries its event's kind, a write to a cable its number.
 */
export function withSteps(ports: Pick<Ports, 'ledger' | 'vault' | 'network' | 'serial'>, at: AtStep): typeof ports {
  const watch = <T extends object>(what: string, inner: T, names: readonly string[], detail = nameless): T =>
    Object.fromEntries(
      Object.entries(inner).map(([name, call]: [string, unknown]) => {
        if (typeof call !== 'function' || !names.includes(name)) return [name, call]
        return [
          name,
          (...args: unknown[]) => {
            const step = `${what}.${name}${detail(args)}`
            at(`${step} begins`)
            const answer = (call as (...given: unknown[]) => unknown)(...args)
            if (!(answer instanceof Promise)) {
              at(`${step} ends`)
              return answer
            }
            return answer.then((value: unknown) => {
              at(`${step} ends`)
              return value
            })
          },
        ]
      }),
    ) as T
  const { ledger, vault, network, serial } = ports
  return {
    ledger: watch('ledger', ledger, watched.ledger, ([, , event]) => kindOf(event)),
    vault: watch('vault', vault, watched.vault, ([account]) => ` ${String(account).split('/').at(-1) ?? ''}`),
    network: { ...network, client: (...args) => watch('influx', network.client(...args), watched.influx) },
    serial: {
      ...serial,
      async open(...args) {
        at('serial.open begins')
        const link = await serial.open(...args)
        at('serial.open ends')
        let written = 0
        const numbered = (given: readonly unknown[]) => (given.length === 0 ? '' : ` ${(written += 1)}`)
        return link.ok ? { ok: true, value: watch('link', link.value, watched.link, numbered) } : link
      },
    },
  }
}

const nameless = (_args: readonly unknown[]) => ''
const kindOf = (event: unknown) =>
  typeof event === 'object' && event !== null && 'kind' in event ? ` ${String(event.kind)}` : ''
