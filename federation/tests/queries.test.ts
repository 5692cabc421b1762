import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { ApolloServer } from '@apollo/server'
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GatewayContext } from '../src/index.ts'
import { listen } from './listen.ts'
import { run, startSystem } from './system.ts'
import type { System } from './system.ts'
import { anonymous, user } from './viewers.ts'
import type { Viewer } from './viewers.ts'

let system: System
beforeAll(async () => {
  system = await startSystem()
})
afterAll(() => system[Symbol.asyncDispose]())

describe('a query', () => {
  it('is answered by three subgraphs, each asked for an entity once', async () => {
    const requests = system.people.requests.length
    expect(await run(system, '{ items { title seller { id name bids } } auctionCount }')).toEqual({
      data: {
        auctionCount: 3,
        items: [
          { title: 'A lamp', seller: { id: 'ann', name: 'Ann', bids: 2 } },
          { title: 'A chair', seller: { id: 'ann', name: 'Ann', bids: 2 } },
          { title: 'A table', seller: { id: 'bob', name: 'Bob', bids: 2 } },
          { title: 'A trap', seller: { id: 'mallory', name: 'Mallory', bids: 2 } },
        ],
      },
    })
    expect(system.people.requests.slice(requests)).toMatchObject([
      { variables: { representations: [{ id: 'ann' }, { id: 'bob' }, { id: 'mallory' }] }, asker: 'anonymous' },
    ])
  })

  it('has the errors of an entity at each of its places', async () => {
    await run(system, 'mutation { rename(id: "ann", name: "Ann") { id } }', { viewer: user('ann', 'admin') })
    const text = `{
      a: item(id: "trap") { seller { fragileMaybe } }
      all: items { goods: title sold: seller { weak: fragileMaybe } }
    }`
    expect(await run(system, text)).toMatchObject({
      data: {
        a: { seller: { fragileMaybe: null } },
        all: [{ sold: { weak: 'whole' } }, { sold: { weak: 'whole' } }, {}, { goods: 'A trap', sold: { weak: null } }],
      },
      errors: expect.arrayContaining([
        expect.objectContaining({ path: ['a', 'seller', 'fragileMaybe'], message: 'Too fragile.' }),
        expect.objectContaining({ path: ['all', 3, 'sold', 'weak'], message: 'Too fragile.' }),
      ]),
    })
  })

  it('selects from unions and interfaces', async () => {
    const text = `query ($with: Boolean!) {
      search(text: "ann") { __typename ... on Item { title } ... on Person { name greeting(language: DE) @include(if: $with) } }
      named { name ... on Person { id } }
    }`
    const viewer = user('ann', 'robots:read')
    expect(await run(system, text, { variables: { with: true }, viewer })).toEqual({
      data: {
        search: [{ __typename: 'Person', name: 'Ann', greeting: 'Hallo Ann' }],
        named: [{ name: 'Ann', id: 'ann' }],
      },
    })
  })

  it('may be about the schema', async () => {
    for (const options of [{}, { oneOf: true, inputValueDeprecation: true, schemaDescription: true }]) {
      expect(await run(system, getIntrospectionQuery(options))).toMatchObject({
        data: { __schema: { subscriptionType: { name: 'Subscription' } } },
      })
    }
    expect(await run(system, '{ auctionCount __type(name: "Item") { isOneOf } }')).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    })
    expect(await run(system, '{ __typename __type(name: "Item") { kind } }')).toEqual({
      data: { __typename: 'Query', __type: { kind: 'OBJECT' } },
    })
  })

  it.each([
    ['_entities', '{ _entities(representations: [{ __typename: "Item", id: "lamp" }]) { __typename } }'],
    ['_service', '{ _service { sdl } }'],
  ])('cannot ask %s, by which subgraphs answer a gateway', async (field, text) => {
    expect(await run(system, text)).toMatchObject({
      errors: [
        {
          message: expect.stringContaining(`Cannot query field "${field}" on type "Query".`),
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        },
      ],
    })
  })

  it('is refused when its variables are wrong', async () => {
    expect(await run(system, 'query ($id: ID!) { item(id: $id) { id } }', { variables: { id: {} } })).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    })
  })

  it.each([
    ['query ($with: Boolean = true) { item(id: "lamp") { title @include(if: $with) } }', 'with'],
    ['query ($with: Boolean = true) { __schema @skip(if: $with) { queryType { name } } }', 'with'],
    ['query ($in: String = "EUR") { item(id: "lamp") { price(currency: $in) } }', 'in'],
  ])('is refused when a variable is null where null is not allowed: %s', async (text, name) => {
    const code = { code: 'BAD_USER_INPUT', issues: [{ path: [name] }] }
    expect(await run(system, text, { variables: { [name]: null } })).toMatchObject({ errors: [{ extensions: code }] })
    expect(await run(system, text)).not.toHaveProperty('errors')
  })

  it('may use names that objects in JavaScript have', async () => {
    const text = `query toString($constructor: ID!, $valueOf: Boolean = false) {
      hasOwnProperty: item(id: $constructor) { ...constructor @skip(if: $valueOf) }
    }
    fragment constructor on Item { toString: title seller { valueOf: name bids } }`
    expect(await run(system, text, { variables: { constructor: 'lamp' } })).toEqual({
      data: { hasOwnProperty: { toString: 'A lamp', seller: { valueOf: 'Ann', bids: 2 } } },
    })
    const missing = { errors: [{ extensions: { issues: [{ path: ['constructor'] }] } }] }
    expect(await run(system, text)).toMatchObject(missing)
    expect(await run(system, text, { variables: JSON.parse('{"__proto__":{"constructor":"lamp"}}') })).toMatchObject(
      missing,
    )
  })

  it('is not a subscription', async () => {
    expect(await run(system, 'subscription { auction(itemId: "lamp") { seq } }')).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    })
  })

  it('names the operation that the document has not got', async () => {
    const request = { query: 'query A { auctionCount } query B { auctionCount }', viewer: anonymous }
    const code = { errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }] }
    expect(await system.federation.execute({ ...request, operationName: 'C' })).toMatchObject(code)
    expect(await system.federation.execute(request)).toMatchObject(code)
    expect(await system.federation.execute({ ...request, operationName: 'B' })).toEqual({ data: { auctionCount: 3 } })
  })
})

describe('a subgraph that gives no answer', () => {
  const cases: [string, string, RequestListener][] = [
    ['breaks off', 'SERVICE_UNAVAILABLE', (_, response) => response.destroy()],
    ['answers with something else', 'INTERNAL_SERVER_ERROR', (_, response) => response.end('<html>')],
    ['answers too much', 'INTERNAL_SERVER_ERROR', (_, response) => response.end('x'.repeat(16 * 1024 * 1024 + 1))],
    [
      'does not believe who asks',
      'INTERNAL_SERVER_ERROR',
      (_, response) => response.writeHead(401).end(JSON.stringify({ errors: [{ message: 'Who are you?' }] })),
    ],
  ]
  it.each(cases)('because it %s, costs its own fields only (%s)', async (_, code, listener) => {
    const server = createServer(listener)
    const people = await listen(server)
    await using broken = await startSystem({ routingUrls: { people, items: system.items.url } })
    expect(await run(broken, '{ person(id: "ann") { name } item(id: "lamp") { title } }')).toMatchObject({
      data: { person: null, item: { title: 'A lamp' } },
      errors: [{ extensions: { code } }],
    })
    server.close()
  })
})

it('serves Apollo Server', async () => {
  const server = new ApolloServer<GatewayContext<Viewer>>({ gateway: system.federation.gatewayInterface })
  await server.start()
  const response = await server.executeOperation(
    { query: 'query ($id: ID!) { item(id: $id) { title } }', variables: { id: 'lamp' } },
    { contextValue: { viewer: anonymous } },
  )
  expect(response.body).toMatchObject({ kind: 'single', singleResult: { data: { item: { title: 'A lamp' } } } })
  await server.stop()
})
