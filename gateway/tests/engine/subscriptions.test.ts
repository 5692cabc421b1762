import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bid, ended } from './auctions.ts'
import { run, startSystem, subscribe } from './system.ts'
import type { System } from './system.ts'

let system: System
beforeAll(async () => {
  system = await startSystem()
})
afterAll(() => system[Symbol.asyncDispose]())

describe('an event', () => {
  it('is completed by the other subgraphs', async () => {
    const subscriber = await subscribe(
      system,
      `subscription ($id: ID!) {
        live: auction(itemId: $id) {
          kind: __typename
          seq
          item { id what: title seller { name } }
          ...on BidPlaced { bidder { ...Who bids } amount(in: "USD") }
          ...on AuctionEnded { winner { ...Who } }
        }
      }
      fragment Who on Person { id name hello: greeting(language: DE) }`,
      { variables: { id: 'table' } },
    )
    system.auctions.publish(bid(1, 'ann', 7, 'table'))
    system.auctions.publish(ended(2, null, 'table'))
    await subscriber.until(2)
    expect(subscriber.results).toEqual([
      {
        data: {
          live: {
            kind: 'BidPlaced',
            seq: 1,
            item: { id: 'table', what: 'A table', seller: { name: 'Bob' } },
            bidder: { id: 'ann', name: 'Ann', hello: 'Hallo Ann', bids: 2 },
            amount: '7 USD',
          },
        },
      },
      {
        data: {
          live: {
            kind: 'AuctionEnded',
            seq: 2,
            item: { id: 'table', what: 'A table', seller: { name: 'Bob' } },
            winner: null,
          },
        },
      },
    ])
    subscriber.close()
  })
})

it('answers queries', async () => {
  expect(await run(system, '{ items { title seller { name bids } } auctionCount }')).toMatchObject({
    data: { auctionCount: 3, items: [{ title: 'A lamp', seller: { name: 'Ann', bids: 2 } }, {}, {}, {}] },
  })
})
