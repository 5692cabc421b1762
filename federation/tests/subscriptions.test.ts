import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bid, ended } from './auctions.ts'
import { startSystem, subscribe } from './system.ts'
import type { System } from './system.ts'
import { user } from './viewers.ts'

let system: System
beforeAll(async () => {
  system = await startSystem()
})
afterAll(() => system[Symbol.asyncDispose]())

describe("an event's result", () => {
  it('follows aliases, fragments and fields of three subgraphs', async () => {
    const subscriber = await subscribe(
      system,
      `subscription ($id: ID!) {
        ...Live
      }
      fragment Live on Subscription {
        live: auction(itemId: $id) {
          kind: __typename
          seq
          item { id what: title seller { name } }
          ... on BidPlaced { bidder { ...Who bids } amount(in: "USD") }
          ... on AuctionEnded { winner { ...Who } }
        }
      }
      fragment Who on Person { id name hello: greeting(language: DE) }`,
      { variables: { id: 'table' } },
    )
    system.auctions.publish(bid(1, 'ann', 7, 'table'))
    system.auctions.publish(ended(2, null, 'table'))
    await subscriber.until(2)
    const item = { id: 'table', what: 'A table', seller: { name: 'Bob' } }
    const bidder = { id: 'ann', name: 'Ann', hello: 'Hallo Ann', bids: 2 }
    expect(subscriber.results).toEqual([
      { data: { live: { kind: 'BidPlaced', seq: 1, item, bidder, amount: '7 USD' } } },
      { data: { live: { kind: 'AuctionEnded', seq: 2, item, winner: null } } },
    ])
    subscriber.close()
  })

  it('takes variables, also in what other subgraphs answer, and conditions', async () => {
    const text = `subscription ($in: String!, $language: Language = DE, $title: Boolean!, $seller: Boolean! = true) {
      auction(itemId: "lamp") {
        item { title @include(if: $title) price(currency: $in) seller @skip(if: $seller) { id } }
        ... on BidPlaced { amount(in: $in) bidder { greeting(language: $language) } }
      }
    }`
    const one = await subscribe(system, text, { variables: { in: 'USD', title: false } })
    const other = await subscribe(system, text, {
      variables: { in: 'GBP', title: true, language: 'EN', seller: false },
    })
    system.auctions.publish(bid(1))
    await Promise.all([one.until(1), other.until(1)])
    expect(one.results).toEqual([
      { data: { auction: { item: { price: '10 USD' }, amount: '5 USD', bidder: { greeting: 'Hallo Ann' } } } },
    ])
    expect(other.results).toEqual([
      {
        data: {
          auction: {
            item: { title: 'A lamp', price: '10 GBP', seller: { id: 'ann' } },
            amount: '5 GBP',
            bidder: { greeting: 'Hello Ann' },
          },
        },
      },
    ])
    one.close()
    other.close()
  })

  it('carries the errors of every subgraph, with their codes and paths, and the rest of the data', async () => {
    const subscriber = await subscribe(
      system,
      `subscription {
        live: auction(itemId: "trap") {
          seq
          ... on BidPlaced { checked: checkedAmount bidder { id fragileMaybe } }
          item { goods: title seller { weak: fragileMaybe } }
        }
      }`,
    )
    system.auctions.publish(bid(1, 'mallory', -1, 'trap'))
    await subscriber.until(1)
    const [result] = subscriber.results
    expect(result?.data).toEqual({
      live: {
        seq: 1,
        checked: null,
        bidder: { id: 'mallory', fragileMaybe: null },
        item: { goods: 'A trap', seller: { weak: null } },
      },
    })
    expect(result?.errors).toHaveLength(3)
    expect(result?.errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          message: 'Less than nothing.',
          path: ['live', 'checked'],
          extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }),
        }),
        expect.objectContaining({
          message: 'Too fragile.',
          path: ['live', 'bidder', 'fragileMaybe'],
          extensions: expect.objectContaining({ code: 'CONFLICT' }),
        }),
        expect.objectContaining({ path: ['live', 'item', 'seller', 'weak'] }),
      ]),
    )
    subscriber.close()
  })

  it('is null as far up as the schema demands, and says why', async () => {
    const failing = await subscribe(
      system,
      'subscription { auction(itemId: "lamp") { seq ... on AuctionEnded { winner { id fragile } } } }',
    )
    const missing = await subscribe(
      system,
      'subscription { auction(itemId: "lamp") { seq ... on AuctionEnded { winner { id name } } } }',
    )
    system.auctions.publish(ended(1, 'mallory'))
    system.auctions.publish(ended(2, 'nobody'))
    await Promise.all([failing.until(2), missing.until(2)])
    expect(failing.results[0]).toMatchObject({
      data: { auction: { seq: 1, winner: null } },
      errors: [{ path: ['auction', 'winner', 'fragile'], extensions: { code: 'CONFLICT' } }],
    })
    expect(missing.results[1]).toMatchObject({
      data: { auction: { seq: 2, winner: null } },
      errors: [{ path: ['auction', 'winner', 'name'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    })
    failing.close()
    missing.close()
  })
})

describe('viewers who ask for the same', () => {
  it('share one execution and one buffer', async () => {
    const text = `subscription ($id: ID!, $after: Int) {
      auction(itemId: $id, after: $after) { __typename seq ... on BidPlaced { bidder { name } } }
    }`
    const subscribers = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) =>
        subscribe(system, text, { variables: { id: 'chair', after: index }, viewer: user(`viewer ${index}`) }),
      ),
    )
    const executions = system.auctions.executions()
    const requests = system.people.requests.length
    system.auctions.publish(bid(1, 'bob', 5, 'chair'))
    await Promise.all(subscribers.map(({ until }) => until(1)))
    expect(subscribers[7]?.results).toEqual([
      { data: { auction: { __typename: 'BidPlaced', seq: 1, bidder: { name: 'Bob' } } } },
    ])
    expect(system.auctions.executions() - executions).toBe(1)
    expect(system.people.requests.slice(requests)).toMatchObject([{ asker: 'service' }])
    expect(new Set(subscribers.map(({ payloads }) => payloads[0])).size).toBe(1)
    for (const { close } of subscribers) close()
  })

  it('share it however they write it', async () => {
    const one = await subscribe(
      system,
      'subscription { auction(itemId: "chair") { ...Bid } } fragment Bid on BidPlaced { seq }',
    )
    const other = await subscribe(
      system,
      `subscription Other($id: ID!) {
         auction(itemId: $id) {
           ...Bid
         }
       }
       fragment Bid on BidPlaced { seq }`,
      { variables: { id: 'chair' } },
    )
    system.auctions.publish(bid(1, 'bob', 5, 'chair'))
    await Promise.all([one.until(1), other.until(1)])
    expect(one.payloads[0]).toBe(other.payloads[0])
    one.close()
    other.close()
  })
})

describe('a field that depends on the viewer', () => {
  const text = 'subscription { auction(itemId: "lamp") { ... on BidPlaced { bidder { id nickname } } } }'

  it('is answered to each viewer alone', async () => {
    const ann = await subscribe(system, text, { viewer: user('ann') })
    const bob = await subscribe(system, text, { viewer: user('bob') })
    const bobsOther = await subscribe(system, text, { viewer: user('bob') })
    system.auctions.publish(bid(1, 'mallory'))
    await Promise.all([ann.until(1), bob.until(1), bobsOther.until(1)])
    const seen = (nickname: string) => [{ data: { auction: { bidder: { id: 'mallory', nickname } } } }]
    expect(ann.results).toEqual(seen("ann's mallory"))
    expect(bob.results).toEqual(seen("bob's mallory"))
    expect(bobsOther.payloads[0]).toBe(bob.payloads[0])
    for (const { close } of [ann, bob, bobsOther]) close()
  })

  it('is refused when it is shared because its mark was forgotten', async () => {
    const ann = await subscribe(system, text.replace('nickname', 'unmarkedNickname'), { viewer: user('ann') })
    system.auctions.publish(bid(1, 'mallory'))
    await ann.until(1)
    expect(ann.results).toMatchObject([
      { data: { auction: { bidder: { unmarkedNickname: null } } }, errors: [{ extensions: { code: 'FORBIDDEN' } }] },
    ])
    ann.close()
  })
})
