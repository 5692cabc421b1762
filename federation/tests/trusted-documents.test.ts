import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { createPersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { generatePersistedQueryIdsFromManifest } from '@apollo/persisted-query-lists'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PersistedQueryManifest, TrustedDocumentsOptions } from '../src/index.ts'
import { createFederation } from '../src/index.ts'
import { askOver, TRANSPORTS } from './ask-over.ts'
import { bid } from './auctions.ts'
import { compose, subgraphSdls } from './compose.ts'
import { listen } from './listen.ts'
import { listenOver } from './live-over.ts'
import { eventually, startSystem, subscribe } from './system.ts'
import type { System } from './system.ts'
import { anonymous } from './viewers.ts'

const manifest: PersistedQueryManifest = {
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [
    { id: 'count/1', name: 'Count', type: 'query', body: 'query Count {\n  auctionCount\n}' },
    {
      id: 'bids/1',
      name: 'Bids',
      type: 'subscription',
      body: 'subscription Bids {\n  auction(itemId: "lamp") {\n    ...Seq\n  }\n}\n\nfragment Seq on AuctionEvent {\n  seq\n}',
    },
  ],
}
const BIDS = 'fragment Seq on AuctionEvent { seq } subscription Bids { auction(itemId: "lamp") { ...Seq } }'
const withId = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } })
const count = { ...withId('count/1'), operationName: 'Count' }

let stack: AsyncDisposableStack
let system: System
let url: string
const start = async (options: Partial<TrustedDocumentsOptions> = {}) => {
  const allowance = () => ({ burst: 50_000, perSecond: 1, remaining: 1 })
  const charges = { take: (_: unknown, cost: number) => void taken.push(cost), allowance, callerOf: () => 'somebody' }
  system = stack.use(await startSystem({ trustedDocuments: { manifests: [manifest], ...options }, charges }))
  const server = createServer(system.federation.handler)
  system.federation.attachWebSocket(server)
  url = `${await listen(server)}/graphql`
  stack.defer(() => {
    server.closeAllConnections()
    server.close()
  })
}
const taken: number[] = []
beforeEach(() => {
  stack = new AsyncDisposableStack()
  taken.length = 0
})
afterEach(() => stack.disposeAsync())

describe.each(TRANSPORTS)('over %s', (transport) => {
  const ask = (payload: object) => askOver[transport](url, payload)

  test('a listed document is known by its id, or as it is, and costs nothing beside', async () => {
    await start()
    const answer = { data: { auctionCount: 3 }, extensions: { cost: { requested: 10, limit: 10_000, remaining: 1 } } }
    expect(await ask(count)).toEqual(answer)
    expect(await ask({ query: 'query Count { auctionCount }', operationName: 'Count' })).toEqual(answer)
    expect(taken).toEqual([10, 0, 10, 0])
  })

  test('others are answered beside those that are listed', async () => {
    await start()
    const other = await ask({ query: '{ n: auctionCount }' })
    expect(other).toMatchObject({ data: { n: 3 }, extensions: { cost: { surcharge: 200 } } })
    const { errors } = await ask(withId('nobody knows'))
    expect(errors).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }])
  })

  test('or refused', async () => {
    await start({ only: true })
    expect((await ask(count)).data).toEqual({ auctionCount: 3 })
    const other = await ask({ query: '{ n: auctionCount }' })
    expect(other).toEqual({ errors: [expect.objectContaining({ extensions: { code: 'QUERY_NOT_IN_SAFELIST' } })] })
    const unknown = await ask(withId('nobody knows'))
    const code = { code: 'PERSISTED_QUERY_NOT_IN_LIST' }
    expect(unknown).toEqual({ errors: [expect.objectContaining({ extensions: code })] })
    const hash = createHash('sha256').update('{ n: auctionCount }').digest('hex')
    const registering = await ask({ query: '{ n: auctionCount }', ...withId(hash) })
    expect(registering.errors).toMatchObject([{ extensions: { code: 'QUERY_NOT_IN_SAFELIST' } }])
    expect((await ask(withId(hash))).errors).toMatchObject([{ extensions: code }])
  })

  test('an id that comes with another document is refused', async () => {
    await start()
    const { errors } = await ask({ query: '{ n: auctionCount }', ...count })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }])
  })
})

test.each(['WebSocket', 'SSE'] as const)('with nothing else allowed, listed subscriptions run over %s', async (by) => {
  await start({ only: true })
  const live = listenOver[by](url, BIDS)
  await eventually(() => system.auctions.streams.length === 1)
  system.auctions.publish(bid(1))
  await live.until(1)
  expect(live.data).toEqual([{ auction: { seq: 1 } }])
  live.close()
})

test("an unmodified Apollo Client asks by its manifest's ids, also for a subscription", async () => {
  await start({ only: true })
  const ids = createPersistedQueryLink(generatePersistedQueryIdsFromManifest({ loadManifest: async () => manifest }))
  const link = ApolloLink.from([ids, new HttpLink({ uri: url })])
  const client = new ApolloClient({ link, cache: new InMemoryCache() })
  expect((await client.query({ query: gql('query Count { auctionCount }') })).data).toEqual({ auctionCount: 3 })
  const results: unknown[] = []
  const bids = client.subscribe({ query: gql(BIDS), fetchPolicy: 'no-cache' })
  const subscription = bids.subscribe(({ data }) => void results.push(data))
  await eventually(() => system.auctions.streams.length === 1)
  system.auctions.publish(bid(1))
  await eventually(() => results.length === 1)
  expect(results).toEqual([{ auction: { seq: 1 } }])
  subscription.unsubscribe()
})

test('what no transport has brought is held to the list too', async () => {
  await start({ only: true })
  expect(await system.federation.execute({ query: '{ auctionCount }', viewer: anonymous })).toMatchObject({
    errors: [{ extensions: { code: 'QUERY_NOT_IN_SAFELIST' } }],
  })
  await expect(subscribe(system, 'subscription { auction(itemId: "lamp") { seq } }')).rejects.toMatchObject({
    extensions: { code: 'QUERY_NOT_IN_SAFELIST' },
  })
  const bids = await subscribe(system, BIDS)
  system.auctions.publish(bid(1))
  await bids.until(1)
})

describe('a list is refused', () => {
  const create = (...manifests: object[]) =>
    createFederation({
      supergraph: compose(subgraphSdls),
      viewerOf: () => anonymous,
      sharedViewer: anonymous,
      trustedDocuments: { manifests: JSON.parse(JSON.stringify(manifests)) },
    })
  test('that is of another format', () => {
    expect(() => create({ ...manifest, version: 2 })).toThrow(/apollo-persisted-query-manifest of version 1/)
    expect(() => create({ ...manifest, operations: [{ id: '' }] })).toThrow(/operations/)
  })
  test('whose ids are taken', () => {
    const [operation] = manifest.operations
    const other = { ...manifest, operations: [{ ...operation, body: '{ n: auctionCount }' }] }
    expect(() => create(manifest, other)).toThrow(/"count\/1"/)
  })
})
