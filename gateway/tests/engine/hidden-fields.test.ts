import { GraphQLError, parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGeneration } from '../../src/supergraph/generation.ts'
import { bid } from './auctions.ts'
import { compose, run, startSystem, subscribe, user } from './system.ts'
import type { System } from './system.ts'

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
    expect(await run(system, text, { identity: user('ann', 'admin', 'robots:read') })).toMatchObject(hidesId(field))
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
    const one = parse('query A { person(id: "ann") { bids } } query B { person(id: "ann") { id: name } }')
    const identity = user('ann')
    expect(await system.federation.execute({ document: one, operationName: 'A', variables: {}, identity })).toEqual({
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

describe('what @requires names, and keys of more than one level', () => {
  const link = `extend schema @link(
    url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@requires", "@external"]
  )`
  const generation = createGeneration(
    compose({
      shop: `${link}
        type Query { item: Item parts: [Part!]! }
        interface Part { id: ID! }
        type Item implements Part @key(fields: "id") @key(fields: "maker { code }") {
          id: ID! title: String! size: Size! maker: Maker! @shareable price(currency: String! = "EUR"): String!
        }
        type Size { width: Int! height: Int! }
        type Maker { code: String! @shareable name: String! }`,
      post: `${link}
        type Item @key(fields: "id") {
          id: ID!
          price(currency: String! = "EUR"): String! @external
          size: Size! @external
          postage: String! @requires(fields: "price(currency: \\"USD\\") size { width }")
        }
        type Size { width: Int! @external }`,
      stock: `${link}
        type Item @key(fields: "maker { code }") { maker: Maker! @shareable stock: Int! }
        type Maker @shareable { code: String! }`,
    }),
  )
  const messages = (text: string): string[] => {
    try {
      generation.operation(parse(text))
      return []
    } catch (error) {
      if (!(error instanceof AggregateError)) throw error
      return error.errors.map((each: unknown) => (each instanceof GraphQLError ? each.message : String(each)))
    }
  }

  it.each([
    ['{ item { price: title postage } }', 'Cannot select Item.title as "price"'],
    ['{ item { price(currency: "EUR") postage } }', 'Cannot select Item.price so'],
    ['{ item { size { width: height } postage } }', 'Cannot select Size.height as "width"'],
    ['{ parts { ... on Item { size: title postage } } }', 'Cannot select Item.title as "size"'],
    ['{ item { maker { code: name } stock } }', 'Cannot select Maker.name as "code"'],
    ['{ item { maker: title stock } }', 'Cannot select Item.title as "maker"'],
  ])('cannot be hidden: %s', (text, message) => {
    expect(messages(text)).toEqual([expect.stringContaining(`${message}: it hides the field `)])
  })

  it.each([
    '{ item { price(currency: "USD") postage } }',
    '{ item { euros: price(currency: "EUR") size { height width } postage } }',
    '{ item { price(currency: "EUR") title } }',
    '{ item { maker { name code } stock } }',
  ])('may be selected beside: %s', (text) => {
    expect(messages(text)).toEqual([])
  })
})
