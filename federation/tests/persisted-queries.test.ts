import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { createPersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { afterEach, describe, expect, test } from 'vitest'
import type { FederationOptions } from '../src/index.ts'
import { askOver, TRANSPORTS } from './ask-over.ts'
import type { Payload } from './ask-over.ts'
import { bid } from './auctions.ts'
import { listen } from './listen.ts'
import { eventually, startSystem } from './system.ts'
import type { Viewer } from './viewers.ts'

const QUERY = '{ auctionCount }'
const NOT_FOUND = { message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const named = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: sha256(text) } })

let stack = new AsyncDisposableStack()
afterEach(async () => {
  await stack.disposeAsync()
  stack = new AsyncDisposableStack()
})

async function serve(options: Partial<FederationOptions<Viewer>> = {}) {
  const system = stack.use(await startSystem(options))
  const bodies: string[] = []
  const server = createServer((request, response) => {
    const { url = '' } = request
    if (request.method === 'GET') bodies.push(new URL(url, 'http://localhost').search)
    else request.on('data', (chunk: Buffer) => bodies.push(chunk.toString('utf8')))
    system.federation.handler(request, response)
  })
  system.federation.attachWebSocket(server)
  const url = `${await listen(server)}/graphql`
  stack.defer(() => {
    server.closeAllConnections()
    server.close()
  })
  return { ...system, url, bodies }
}

/** An unmodified Apollo Client that sends hashes first. */
function apolloClient(uri: string, useGETForHashedQueries = false) {
  const link = createPersistedQueryLink({ sha256, useGETForHashedQueries })
  const cache = new InMemoryCache()
  const client = new ApolloClient({ link: ApolloLink.from([link, new HttpLink({ uri })]), cache })
  return (query: string) => client.query({ query: gql(query), fetchPolicy: 'no-cache' })
}

describe("Apollo Client's persisted queries", () => {
  test.each([
    ['POST', false],
    ['GET', true],
  ])('are sent once as a whole, then by their hash alone (%s)', async (_, useGet) => {
    const { url, bodies } = await serve()
    const ask = apolloClient(url, useGet)
    for (let count = 0; count < 3; count++) expect((await ask(QUERY)).data).toEqual({ auctionCount: 3 })
    expect(bodies).toHaveLength(4)
    expect(bodies.map((body) => body.includes('auctionCount'))).toEqual([false, true, false, false])
    expect((await apolloClient(url)(QUERY)).data).toEqual({ auctionCount: 3 })
    expect(bodies).toHaveLength(5)
  })

  test('may be subscriptions', async () => {
    const { url, bodies, auctions } = await serve()
    const link = createPersistedQueryLink({ sha256 })
    const client = new ApolloClient({
      link: ApolloLink.from([link, new HttpLink({ uri: url })]),
      cache: new InMemoryCache(),
    })
    const results: unknown[] = []
    const subscription = client
      .subscribe({ query: gql('subscription { auction(itemId: "lamp") { seq } }'), fetchPolicy: 'no-cache' })
      .subscribe(({ data }) => void results.push(data))
    await eventually(() => auctions.streams.length > 0)
    auctions.publish(bid(1))
    await eventually(() => results.length > 0)
    expect(results).toMatchObject([{ auction: { seq: 1 } }])
    expect(bodies.map((body) => body.includes('itemId'))).toEqual([false, true])
    subscription.unsubscribe()
    await eventually(() => auctions.tornDown() === 1)
  })

  test('are given up where they are not supported', async () => {
    const { url, bodies } = await serve({ limits: { persistedQueryBytes: 0 } })
    const ask = apolloClient(url)
    for (let count = 0; count < 2; count++) expect((await ask(QUERY)).data).toEqual({ auctionCount: 3 })
    expect(bodies.map((body) => [body.includes('auctionCount'), body.includes('persistedQuery')])).toEqual([
      [false, true],
      [true, false],
      [true, false],
    ])
  })
})

describe.each(TRANSPORTS)('by %s', (transport) => {
  const ask = askOver[transport]

  test('a document is known by its hash once it came with it, over every transport', async () => {
    const { url } = await serve()
    expect(await ask(url, { extensions: named(QUERY) })).toMatchObject({ errors: [NOT_FOUND] })
    expect(await ask(url, { query: QUERY, extensions: named(QUERY) })).toMatchObject({ data: { auctionCount: 3 } })
    const answers = await Promise.all(TRANSPORTS.map((other) => askOver[other](url, { extensions: named(QUERY) })))
    for (const answer of answers) expect(answer).toMatchObject({ data: { auctionCount: 3 } })
  })

  test('a document is not known that came without a hash', async () => {
    const { url } = await serve()
    expect(await ask(url, { query: QUERY })).toMatchObject({ data: { auctionCount: 3 } })
    expect(await ask(url, { extensions: named(QUERY) })).toMatchObject({ errors: [NOT_FOUND] })
  })

  const version2 = { persistedQuery: { version: 2, sha256Hash: sha256(QUERY) } }
  test.each<[string, Payload, string]>([
    [
      'of another document',
      { query: QUERY, extensions: named('{ items { id } }') },
      'provided sha does not match query',
    ],
    ['of another version', { extensions: version2 }, 'Unsupported persisted query version'],
    [
      'that is no text',
      { extensions: { persistedQuery: { version: 1, sha256Hash: 5 } } },
      'sha256Hash is not a string',
    ],
  ])('a hash %s is refused', async (_, payload, message) => {
    const { url } = await serve()
    expect(await ask(url, payload)).toMatchObject({
      errors: [{ message: expect.stringContaining(message), extensions: { code: 'BAD_REQUEST' } }],
    })
    expect(await ask(url, { extensions: named(QUERY) })).toMatchObject({ errors: [NOT_FOUND] })
  })

  test.each([
    ['does not parse', '{ auctionCount', {}],
    ['is not valid', '{ nothing }', {}],
    ['costs too much', '{ items { seller { id } } search(text: "a") { __typename } }', { operationCost: 20 }],
    ['is too long to be kept', `{ auctionCount } #${'x'.repeat(16_384)}`, {}],
  ])('a document that %s is not kept', async (_, text, limits) => {
    const { url } = await serve({ limits })
    // Too long for a URL.
    await (transport === 'GET' ? askOver.POST : ask)(url, { query: text, extensions: named(text) })
    expect(await ask(url, { extensions: named(text) })).toMatchObject({ errors: [NOT_FOUND] })
  })

  test('hashes are told to be of no use where no documents are kept', async () => {
    const { url } = await serve({ limits: { persistedQueryBytes: 0 } })
    const answer = await ask(url, { query: QUERY, extensions: named(QUERY) })
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }] })
  })
})

test('the query is empty by a WebSocket where a client keeps to the letter of its protocol', async () => {
  const { url } = await serve()
  await askOver.POST(url, { query: QUERY, extensions: named(QUERY) })
  const answer = await askOver.WebSocket(url, { query: '', extensions: named(QUERY) })
  expect(answer).toMatchObject({ data: { auctionCount: 3 } })
})

test('of a viewer who may ask nothing more, nothing is kept', async () => {
  const { url } = await serve({
    charges: {
      take(_, cost) {
        if (cost === 0) throw new Error('a request that has been charged')
      },
      allowance: () => ({ burst: 100, perSecond: 1, remaining: 0 }),
      callerOf: () => '',
    },
  })
  await askOver.POST(url, { query: QUERY, extensions: named(QUERY) })
  expect(await askOver.POST(url, { extensions: named(QUERY) })).toMatchObject({ errors: [NOT_FOUND] })
})

test('whoever fills the store loses what they used longest ago, and others keep what they use', async () => {
  const { url } = await serve({ limits: { persistedQueryBytes: 10_000 } })
  const strange = (count: number) => `{ auctionCount } # ${count} ${'x'.repeat(2_000)}`
  const known = async (text: string) => !('errors' in (await askOver.POST(url, { extensions: named(text) })))
  await askOver.POST(url, { query: QUERY, extensions: named(QUERY) })
  for (let count = 0; count < 20; count++) {
    await askOver.POST(url, { query: strange(count), extensions: named(strange(count)) })
    expect(await known(QUERY)).toBe(true)
  }
  const kept = await Promise.all(Array.from({ length: 20 }, (_, count) => known(strange(count))))
  expect(kept.filter(Boolean)).toHaveLength(4)
})

test('an answer about a hash has the status of an answer, and one about a wrong hash that of a wrong request', async () => {
  const { url } = await serve()
  const status = async (payload: Payload) => {
    const headers = { 'content-type': 'application/json' }
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(payload) })).status
  }
  expect(await status({ extensions: named(QUERY) })).toBe(200)
  expect(await status({ query: QUERY, extensions: named('{ items { id } }') })).toBe(400)
})
