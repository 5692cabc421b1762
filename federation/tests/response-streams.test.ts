import { createServer, request as httpRequest } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { GraphQLError } from 'graphql'
import { createClient } from 'graphql-sse'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConnectionRefusal } from '../src/index.ts'
import type { Connection, FederationOptions } from '../src/index.ts'
import { bid } from './auctions.ts'
import { listen } from './listen.ts'
import { eventually, startSystem } from './system.ts'
import type { System } from './system.ts'
import { anonymous, user } from './viewers.ts'
import type { Viewer } from './viewers.ts'

const LIVE = 'subscription { auction(itemId: "lamp") { seq ... on BidPlaced { bidder { name } } } }'
const event = (seq: number) => ({ auction: { seq, bidder: { name: 'Ann' } } })
const MULTIPART = 'multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json'

let system: System
let server: Server
let url: string
const connections: Connection[] = []
const viewerOf: FederationOptions<Viewer>['viewerOf'] = ({ request: { headers }, connection }) => {
  if (connection) connections.push(connection)
  const { authorization } = headers
  if (authorization === 'full') throw new ConnectionRefusal({ code: 1013, reason: 'Too many' })
  if (authorization === 'bad') throw new GraphQLError('No.', { extensions: { code: 'UNAUTHENTICATED' } })
  return authorization === undefined ? anonymous : user(authorization)
}
const start = async (options: Partial<FederationOptions<Viewer>> = {}) => {
  system = await startSystem({ viewerOf, allowedOrigins: ['https://shop.example'], ...options })
  server = createServer(system.federation.handler)
  url = `${await listen(server)}/graphql`
}
const stop = async () => {
  server.closeAllConnections()
  server.close()
  await system[Symbol.asyncDispose]()
}
beforeEach(async () => {
  connections.length = 0
  await start()
})
afterEach(stop)

const isLive = () => eventually(() => system.auctions.streams.length > 0)

const present = (headers: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))

/** A POST whose answer is read as it comes. */
async function post(query: string, headers: Record<string, string | undefined> = {}, method = 'POST') {
  const target = method === 'GET' ? `${url}?query=${encodeURIComponent(query)}` : url
  const request = httpRequest(target, {
    method,
    headers: present({ accept: 'text/event-stream', 'content-type': 'application/json', ...headers }),
  })
  request.on('error', () => undefined)
  request.end(method === 'POST' ? JSON.stringify({ query }) : undefined)
  const response = await new Promise<IncomingMessage>((resolve) => request.once('response', resolve))
  let text = ''
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  const ended = new Promise<void>((resolve) => response.once('close', resolve))
  return { request, response, text: () => text, ended }
}

describe('Server-Sent Events', () => {
  test("graphql-sse's client gets events, queries and mutations", async () => {
    const client = createClient({ url })
    const subscription = client.iterate({ query: LIVE })
    const first = subscription.next()
    await isLive()
    system.auctions.publish(bid(1))
    expect(await first).toMatchObject({ value: { data: event(1) } })
    system.auctions.publish(bid(2))
    expect(await subscription.next()).toMatchObject({ value: { data: event(2) } })

    const query = client.iterate({ query: '{ auctionCount }' })
    expect(await query.next()).toMatchObject({ value: { data: { auctionCount: 3 } } })
    expect(await query.next()).toMatchObject({ done: true })

    await subscription.return?.()
    await eventually(() => system.auctions.tornDown() === 1)
    client.dispose()
  })

  test('a GET subscribes too, but does not mutate', async () => {
    const { response, text } = await post(LIVE, {}, 'GET')
    expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8')
    await isLive()
    system.auctions.publish(bid(1))
    await eventually(() => text().includes(`event: next\ndata: ${JSON.stringify({ data: event(1) })}\n\n`))
    response.destroy()

    const refused = await post('mutation { rename(id: "ann", name: "Zoe") { name } }', {}, 'GET')
    await refused.ended
    expect(refused.text()).toContain('"errors"')
    expect(refused.text()).toContain('event: complete')
  })

  test('what is wrong with an operation is told in the stream, and who is not let in by a status', async () => {
    const wrong = await post('subscription { nothing }')
    await wrong.ended
    expect(wrong.response.statusCode).toBe(200)
    expect(wrong.text()).toMatch(/event: next\ndata: {"errors":\[.*GRAPHQL_VALIDATION_FAILED.*\n\nevent: complete\n/)

    const bad = await post(LIVE, { authorization: 'bad' })
    await bad.ended
    expect(bad.response.statusCode).toBe(401)
    expect(bad.response.headers['www-authenticate']).toBe('Bearer')
    expect(JSON.parse(bad.text())).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })

    const full = await post(LIVE, { authorization: 'full' })
    expect(full.response.statusCode).toBe(503)
    expect(full.response.headers['retry-after']).toBe('1')
  })

  test.each([
    [{ origin: 'https://evil.example' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ origin: 'https://shop.example' }, 200],
  ])('a page may subscribe if its origin may: %j', async (headers, status) => {
    const { response } = await post(LIVE, headers)
    expect(response.statusCode).toBe(status)
    response.destroy()
  })

  test('parameters of the wrong type are named', async () => {
    const bad = await fetch(url, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ query: LIVE, variables: 'all' }),
    })
    expect(await bad.text()).toContain('variables is not an object')
  })
})

describe('multipart', () => {
  test("Apollo Client's HttpLink gets events, and queries in one piece", async () => {
    const client = new ApolloClient({ link: new HttpLink({ uri: url }), cache: new InMemoryCache() })
    const results: unknown[] = []
    const subscription = client
      .subscribe({ query: gql(LIVE), fetchPolicy: 'no-cache' })
      .subscribe(({ data }) => void results.push(data))
    await isLive()
    system.auctions.publish(bid(1))
    system.auctions.publish(bid(2))
    await eventually(() => results.length === 2)
    expect(results).toMatchObject([event(1), event(2)])
    expect(await client.query({ query: gql('{ auctionCount }') })).toMatchObject({ data: { auctionCount: 3 } })
    subscription.unsubscribe()
    await eventually(() => system.auctions.tornDown() === 1)
  })

  test('errors of an operation and the end of a subscription are told as the protocol has it', async () => {
    const wrong = await post('subscription { auction(itemId: "nothing") { seq } }', { accept: MULTIPART })
    await wrong.ended
    expect(wrong.response.headers['content-type']).toBe('multipart/mixed; boundary="graphql"; subscriptionSpec="1.0"')
    expect(wrong.text()).toMatch(/^--graphql\r\ncontent-type: application\/json\r\n\r\n{"payload":null,"errors":\[/)
    expect(wrong.text()).toMatch(/\r\n--graphql--\r\n$/)
  })
})

test('a client that takes JSON too gets a query in one piece, and a subscription in the stream it likes best', async () => {
  const accept = 'application/json, text/event-stream;q=0.5, multipart/mixed;subscriptionSpec=1.0;q=0.9'
  const query = await post('{ auctionCount }', { accept })
  expect(query.response.headers['content-type']).toContain('application/json')
  const live = await post(LIVE, { accept })
  expect(live.response.headers['content-type']).toContain('multipart/mixed')
  live.response.destroy()
  const none = await post(LIVE, { accept: 'application/json' })
  await none.ended
  expect(none.response.statusCode).toBe(406)
  expect(none.text()).toContain('text/event-stream')
})

test.each([
  ['{ auctionCount }', undefined, 200, 'application/json'],
  ['{ auctionCount }', '*/*', 200, 'application/json'],
  ['{ auctionCount }', 'application/json;q=0.5, application/graphql-response+json', 200, 'graphql-response'],
  ['{ auctionCount }', 'text/event-stream', 200, 'text/event-stream'],
  ['{ auctionCount }', 'image/png, application/json;q=0', 406, 'application/json'],
  [LIVE, undefined, 406, 'application/json'],
  [LIVE, '*/*', 200, 'text/event-stream'],
  [LIVE, 'application/graphql-response+json', 406, 'graphql-response'],
  [LIVE, 'text/html', 406, 'application/json'],
  [LIVE, 'multipart/mixed;deferSpec=20220824, application/json', 406, 'application/json'],
  ['{ nothing }', 'application/json, application/graphql-response+json;q=0', 200, 'application/json'],
  ['{ nothing }', 'application/json;q=0.1, application/graphql-response+json', 400, 'graphql-response'],
])('%s for who accepts %s is %i, %s', async (query, accept, status, type) => {
  const { request, response } = await post(query, { accept })
  expect([response.statusCode, response.headers['content-type']]).toEqual([status, expect.stringContaining(type)])
  request.destroy()
})

test('an idle stream has heartbeats', async () => {
  await stop()
  await start({ limits: { pingIntervalMs: 10 } })
  const { response, text } = await post(LIVE)
  await eventually(() => text().length > 6)
  expect(text()).toMatch(/^(:\n\n)+$/)
  response.destroy()
})

test('a reader that does not read is cut off, and its subscription ends', async () => {
  await stop()
  await start({ limits: { socketBufferBytes: 64 * 1024, closeTimeoutMs: 100 } })
  const amount = `amount(in: "${'x'.repeat(20_000)}")`
  const { response, text, ended } = await post(
    `subscription { auction(itemId: "lamp") { ... on BidPlaced { ${amount} } } }`,
  )
  response.pause()
  await isLive()
  let seq = 0
  const published = setInterval(() => system.auctions.publish(bid(++seq)))
  await eventually(() => system.auctions.tornDown() === 1).finally(() => clearInterval(published))
  response.resume()
  await ended
  expect(text()).not.toContain('errors')
  expect(text()).not.toContain('event: complete')
})

test('whoever let a stream in can end it: for good with a word, else so that the client comes back', async () => {
  const signedOut = await post(LIVE, { authorization: 'ann' })
  await isLive()
  connections[0]?.close({ code: 4403, reason: 'The session has ended' })
  await signedOut.ended
  expect(signedOut.text()).toMatch(/The session has ended.*UNAUTHENTICATED.*\n\nevent: complete/)
  expect(system.auctions.tornDown()).toBe(1)

  const moved = await post(LIVE, { authorization: 'ann' })
  await eventually(() => system.auctions.streams.length === 2)
  connections[1]?.close({ code: 1001, reason: 'Going away' })
  await moved.ended
  expect(moved.text()).toBe(':\n\n')
})

test('a drain answers queries and ends subscriptions without a last word', async () => {
  const live = await post(LIVE)
  await isLive()
  const resume = system.people.pause()
  const query = post('{ person(id: "ann") { name } }')
  await eventually(() => system.people.requests.length > 0)
  const drained = system.federation.drain(5_000)
  await live.ended
  expect(live.text()).toBe(':\n\n')
  resume()
  const answered = await query
  await answered.ended
  expect(answered.text()).toContain('event: complete')
  await drained
  expect((await post(LIVE)).response.statusCode).toBe(503)
})

test('a client that was gone before its stream began holds up no drain', async () => {
  const { handler } = system.federation
  const handled = Promise.withResolvers<void>()
  const late = createServer((request, response) => {
    response.once('close', () => {
      handler(request, response)
      handled.resolve()
    })
    leaving.destroy()
  })
  const target = `${await listen(late)}/graphql?query=${encodeURIComponent(LIVE)}`
  const leaving = httpRequest(target, { headers: { accept: 'text/event-stream' } })
  leaving.on('error', () => undefined)
  leaving.end()
  await handled.promise
  late.close()
  await system.federation.drain(50)
  expect(system.auctions.streams).toEqual([])
})
