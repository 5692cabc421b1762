import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auctionsSdl, bid } from './auctions.ts'
import { itemsSdl } from './items.ts'
import { peopleSdl } from './people.ts'
import { compose, subgraphSdls } from './compose.ts'
import { run, startSystem, subscribe } from './system.ts'
import type { System } from './system.ts'

let system: System
beforeEach(async () => {
  system = await startSystem({ limits: { reloadSpreadMs: 50 } })
})
afterEach(() => system[Symbol.asyncDispose]())

const withTitle = 'subscription { auction(itemId: "lamp") { seq item { title } } }'
const bare = 'subscription { auction(itemId: "lamp") { seq } }'

describe('a new supergraph', () => {
  it('holds for requests from then on, and is announced', async () => {
    const announced: string[] = []
    system.federation.gatewayInterface.onSchemaLoadOrUpdate(({ coreSupergraphSdl }) =>
      announced.push(coreSupergraphSdl),
    )
    const next = compose({ ...subgraphSdls, items: `${itemsSdl} extend type Query { itemCount: Int }` })
    system.federation.replaceSupergraph(next)
    expect(system.federation.schema.getQueryType()?.getFields()).toHaveProperty('itemCount')
    expect(announced).toEqual([next])
    expect(await run(system, '{ auctionCount }')).toEqual({ data: { auctionCount: 3 } })
  })

  it('is not taken when it cannot be used', () => {
    const { schema } = system.federation
    expect(() => system.federation.replaceSupergraph('type Query { a: Int }')).toThrow(/supergraph/i)
    expect(system.federation.schema).toBe(schema)
  })

  it('may not ask for protection that is not given', () => {
    const people = peopleSdl
      .replace('"@requiresScopes"', '"@requiresScopes", "@policy"')
      .replace('me: Person @authenticated', 'me: Person @policy(policies: [["adult"]])')
    expect(() => system.federation.replaceSupergraph(compose({ ...subgraphSdls, people }))).toThrow(/policy/)
  })

  it('lets subscriptions go on that mean the same, and ends the others, spread over time', async () => {
    const moving = await subscribe(system, bare)
    const ending = await Promise.all(Array.from({ length: 10 }, () => subscribe(system, withTitle)))
    // The title comes from another subgraph now.
    const items = itemsSdl.replace('    title: String!\n', '')
    const titles = /* GraphQL */ `
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
      type Query {
        titleCount: Int
      }
      type Item @key(fields: "id") {
        id: ID!
        title: String!
      }
    `
    const began = performance.now()
    system.federation.replaceSupergraph(compose({ ...subgraphSdls, items, titles }))
    for (const { ended } of ending) {
      expect(await ended).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_SCHEMA_RELOAD' } }])
    }
    expect(performance.now() - began).toBeGreaterThan(40)
    expect(system.auctions.tornDown()).toBe(10)
    system.auctions.publish(bid(2))
    await moving.until(1)
    expect(moving.results).toEqual([{ data: { auction: { seq: 2 } } }])
    const joining = await subscribe(system, bare)
    system.auctions.publish(bid(3))
    await Promise.all([joining.until(1), moving.until(2)])
    expect(joining.payloads[0]).toBe(moving.payloads[1])
  })

  it('serves those that are about to end until they do', async () => {
    const ending = await Promise.all([subscribe(system, withTitle), subscribe(system, withTitle)])
    system.federation.replaceSupergraph(
      compose({ ...subgraphSdls, auctions: auctionsSdl.replace('seq: Int!', 'seq: Int') }),
    )
    system.auctions.publish(bid(1))
    await ending[1]?.until(1)
    expect(ending[1]?.results).toEqual([{ data: { auction: { seq: 1, item: { title: 'A lamp' } } } }])
  })

  it('ends subscriptions that ask for a right that was not asked for before', async () => {
    const subscriber = await subscribe(system, bare)
    const auctions = auctionsSdl.replace('after: Int): AuctionEvent!', 'after: Int): AuctionEvent! @authenticated')
    system.federation.replaceSupergraph(compose({ ...subgraphSdls, auctions }))
    expect(await subscriber.ended).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_SCHEMA_RELOAD' } }])
  })
})
