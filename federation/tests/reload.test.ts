import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bid } from './auctions.ts'
import { compose, subgraphSdls } from './compose.ts'
import { itemsSdl } from './items.ts'
import { listen } from './listen.ts'
import { listenOver, LIVE_TRANSPORTS } from './live-over.ts'
import { eventually, startSystem, subscribe } from './system.ts'
import type { System } from './system.ts'

/** The title of an item comes from another subgraph. */
const titlesSdl = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query {
    titleCount: Int
  }
  type Item @key(fields: "id") {
    id: ID!
    title: String!
  }
`
const next = compose({
  ...subgraphSdls,
  items: itemsSdl.replace('    title: String!\n', ''),
  titles: titlesSdl,
})

const same = (alias: string) => `subscription { auction(itemId: "lamp") { ${alias}: seq } }`
const changed = (alias: string, item = 'lamp') =>
  `subscription { auction(itemId: "${item}") { ${alias}: seq item { title } } }`

let system: System
let server: Server
let url: string
beforeEach(async () => {
  system = await startSystem({ limits: { reloadSpreadMs: 50 } })
  server = createServer(system.federation.handler)
  system.federation.attachWebSocket(server)
  url = `${await listen(server)}/graphql`
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await system[Symbol.asyncDispose]()
})

const opened = (count: number) => eventually(() => system.auctions.streams.length === count)

describe.each(LIVE_TRANSPORTS)('a new supergraph, over %s', (transport) => {
  it('takes a subscription over that means the same, without a gap or a repeat', async () => {
    const client = listenOver[transport](url, same('seq'))
    await opened(1)
    await Promise.all(Array.from({ length: 30 }, (_, n) => subscribe(system, changed(`seq${n}`, 'chair'))))
    let seq = 0
    const publish = () => system.auctions.publish(bid(++seq))
    publish()
    system.federation.replaceSupergraph(next)
    while (system.auctions.tornDown() < 30) {
      publish()
      await nextTurn()
    }
    publish()
    await client.until(seq)
    expect(client.data).toMatchObject(Array.from({ length: seq }, (_, index) => ({ auction: { seq: index + 1 } })))
    client.close()
  })

  it('ends one that does not, with the code', async () => {
    const client = listenOver[transport](url, changed('seq'))
    await opened(1)
    system.auctions.publish(bid(1))
    await client.until(1)
    system.federation.replaceSupergraph(next)
    expect(await client.ended).toEqual(['SUBSCRIPTION_SCHEMA_RELOAD'])
    expect(client.data).toMatchObject([{ auction: { seq: 1, item: { title: 'A lamp' } } }])
    client.close()
  })
})

it('lets whoever subscribes while it takes effect share with those whose turn has not come', async () => {
  const others = await Promise.all(Array.from({ length: 5 }, (_, n) => subscribe(system, changed(`seq${n}`))))
  const before = await subscribe(system, same('seq'))
  system.federation.replaceSupergraph(next)
  const after = await subscribe(system, same('seq'))
  system.auctions.publish(bid(1))
  await Promise.all([before.until(1), after.until(1)])
  expect(after.payloads[0]).toBe(before.payloads[0])
  await Promise.all(others.map(({ ended }) => ended))
})

it('does not let them share what does not mean the same any more', async () => {
  const before = await subscribe(system, changed('seq'))
  system.federation.replaceSupergraph(next)
  const after = await subscribe(system, changed('seq'))
  expect(await before.ended).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_SCHEMA_RELOAD' } }])
  system.auctions.publish(bid(1))
  await after.until(1)
  after.close()
})
