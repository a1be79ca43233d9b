import type { Texts } from '../contract/text/en'
import type { Connection } from '../ports/ledger'
import type { Board } from './board'
import { noWork, workByServer } from './server-work'

/** What would be left as it is on one server if Fieldkey ended now. */
export interface LeftOver {
  readonly connection: string
  /** Settings are on their way through a cable: so many devices. */
  readonly pushing: number
  /** Handovers that a person has begun and neither finished nor discarded. */
  readonly open: number
  /** Decided work that waits for the server. */
  readonly waiting: number
  /** Tokens on their way to other laptops, which are revoked by this one only. */
  readonly carried: number
}

type Part = Exclude<keyof LeftOver, 'connection'>

/** How the servers of what is left are named. */
export interface Naming {
  /** The server that the window shows; it is not named when there is nothing elsewhere. */
  readonly shown: string | undefined
  readonly name: (connection: string) => string
}

const pushing = ['finding', 'sending', 'storing']
/** So many servers are named, and so much of each name. */
const most = { servers: 3, letters: 40 }
// A system's dialog keeps no directions apart, and a line of its own could pass for ours.
const unruly = /[\s\p{Cc}\p{Bidi_Control}]+/gu

/** Looks what is unfinished on each server; the next start takes all of it up again. */
export function leftOver(board: Board, connections: readonly Connection[]): readonly LeftOver[] {
  const pushes = board
    .pending()
    .filter(({ intent }) => pushing.includes(board.moment(intent.id).activity))
    .map(({ intent }) => intent.connection)
  const work = workByServer(board)
  const carried = connections.flatMap(({ id, errands = [] }) =>
    errands.flatMap(({ kind }) => (kind === 'carried' ? id : [])),
  )
  const count = (of: readonly string[], connection: string) => of.filter((one) => one === connection).length
  return [...new Set([...pushes, ...work.keys(), ...carried])].map((connection) => {
    const { unfinished: open, waiting } = work.get(connection) ?? noWork
    return { connection, pushing: count(pushes, connection), open, waiting, carried: count(carried, connection) }
  })
}

/**
 * What a person who quits is asked: a push comes first, then what was begun, then what waits, then a token on its way to
 * another laptop, which is named beside the others too; nothing when all is done.
 */
export function quitQuestion(left: readonly LeftOver[], texts: Texts['native']['quit'], naming: Naming) {
  const { push, open, waiting, carried, keep, quit } = texts
  const count = (of: Part) => left.reduce((sum, one) => sum + one[of], 0)
  const ask = (of: Part, title: string, first: string) => {
    const text = of === 'carried' || count('carried') === 0 ? first : `${first} ${carried.text}`
    const where = left.filter((one) => one[of] > 0).map(({ connection }) => connection)
    const elsewhere = where.some((connection) => connection !== naming.shown)
    return { title, text: elsewhere ? `${texts.on(listed(where.map(naming.name), texts))} ${text}` : text, keep, quit }
  }
  if (count('pushing') > 0) return ask('pushing', push.title, push.text)
  if (count('open') > 0) return ask('open', open.title(count('open')), open.text)
  if (count('waiting') > 0) return ask('waiting', waiting.title(count('waiting')), waiting.text)
  return count('carried') > 0 ? ask('carried', carried.title, carried.text) : undefined
}

function listed(names: readonly string[], { others }: Texts['native']['quit']): string {
  const clean = names.slice(0, most.servers).map(plain)
  return [...clean, ...(names.length > most.servers ? [others(names.length - most.servers)] : [])].join(', ')
}

function plain(name: string): string {
  const clean = Array.from(name.replace(unruly, ' ').trim())
  return clean.length > most.letters ? `${clean.slice(0, most.letters - 1).join('')}…` : clean.join('')
}
