import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bid } from './auctions.ts'
import { run, startSystem, subscribe } from './system.ts'
import type { System } from './system.ts'
import { user } from './viewers.ts'

let system: System
beforeAll(async () => {
  system = await startSystem()
})
afterAll(() => system[Symbol.asyncDispose]())

const refusal = (message: string) => ({
  errors: [{ message: `${message} Use another alias.`, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
})
const hidesId = (field: string) =>
  refusal(`Cannot select ${field} as "id": it hides the field Person.id, which is needed to answer others.`)

describe('an alias onto a key by which another subgraph is asked', () => {
  it.each([
    ['{ person(id: "ann") { id: name bids } }', 'Person.name'],
    ['{ item(id: "lamp") { seller { id: __typename bids } } }', 'Person.__typename'],
    [
      '{ item(id: "lamp") { ...F } } fragment F on Item { seller { ...G bids } } fragment G on Person { id: name }',
      'Person.name',
    ],
    ['{ named { id: name ... on Person { bids } } }', 'Named.name'],
    ['mutation { rename(id: "bob", name: "Bob") { id: name bids } }', 'Person.name'],
  ])('is refused: %s', async (text, field) => {
    expect(await run(system, text, { viewer: user('ann', 'admin', 'robots:read') })).toMatchObject(hidesId(field))
  })

  it('is refused in a subscription', async () => {
    const text = `subscription { auction(itemId: "lamp") { ... on BidPlaced { bidder { id: bids name } } } }`
    await expect(subscribe(system, text)).rejects.toMatchObject(hidesId('Person.bids'))
  })

  it('is no matter where no other subgraph is asked, nor another alias', async () => {
    expect(await run(system, '{ person(id: "ann") { id: name } }')).toEqual({ data: { person: { id: 'Ann' } } })
    expect(await run(system, '{ item(id: "lamp") { seller { id key: id call: name bids } } }')).toEqual({
      data: { item: { seller: { id: 'ann', key: 'ann', call: 'Ann', bids: 2 } } },
    })
    const query = 'query A { person(id: "ann") { bids } } query B { person(id: "ann") { id: name } }'
    const viewer = user('ann')
    expect(await system.federation.execute({ query, operationName: 'A', viewer })).toEqual({
      data: { person: { bids: 2 } },
    })
  })

  it('lets an event tell of who it is about', async () => {
    const text = 'subscription { auction(itemId: "lamp") { ... on BidPlaced { bidder { key: id name bids } } } }'
    const subscriber = await subscribe(system, text)
    system.auctions.publish(bid(1))
    await subscriber.until(1)
    expect(subscriber.results).toEqual([{ data: { auction: { bidder: { key: 'ann', name: 'Ann', bids: 2 } } } }])
    subscriber.close()
  })
})
