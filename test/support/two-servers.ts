import { practiceWorld, type LaptopOptions } from './practice-world'
import { connectTo } from './workspace'

/** A laptop that knows two servers; the second one is in use. */
export async function twoServers(options: LaptopOptions = {}) {
  const [north, south] = [await practiceWorld(), await practiceWorld()]
  const laptop = await north.laptop(options)
  const { workspace, ports } = laptop
  const second = await connectTo(laptop, { url: south.proxy.url, token: south.server.adminToken })
  const token = (id: string) => laptop.vault.get(`${ports.ledger.install}/${id}/token`)
  const row = (id: string) => workspace.ledger.connections().find((one) => one.id === id)
  return { ...laptop, north, south, first: laptop.session.connection, second: second.connection, token, row }
}
