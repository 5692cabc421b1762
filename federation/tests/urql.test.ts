import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { Client, fetchExchange, subscriptionExchange } from '@urql/core'
import type { SubscriptionForwarder } from '@urql/core'
import { createClient as createSseClient } from 'graphql-sse'
import { createClient as createWsClient } from 'graphql-ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bid } from './auctions.ts'
import { listen } from './listen.ts'
import { eventually, startSystem } from './system.ts'
import type { System } from './system.ts'

let system: System
let server: Server
let url: string
beforeAll(async () => {
  system = await startSystem()
  server = createServer(system.federation.handler)
  system.federation.attachWebSocket(server)
  url = `${await listen(server)}/graphql`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await system[Symbol.asyncDispose]()
})

/** As urql's documentation puts them together. */
const forwarders: Record<string, () => SubscriptionForwarder> = {
  'graphql-ws': () => {
    const client = createWsClient({ url: url.replace('http', 'ws') })
    return (request) => {
      const input = { ...request, query: request.query ?? '' }
      return { subscribe: (sink) => ({ unsubscribe: client.subscribe(input, sink) }) }
    }
  },
  'graphql-sse': () => {
    const client = createSseClient({ url })
    return (request) => {
      const input = { ...request, query: request.query ?? '' }
      return { subscribe: (sink) => ({ unsubscribe: client.subscribe(input, sink) }) }
    }
  },
}

test.each(Object.keys(forwarders))('an unmodified urql client subscribes by %s, and asks over HTTP', async (name) => {
  const forwardSubscription = forwarders[name]?.()
  if (!forwardSubscription) throw new Error('It is one of them.')
  const client = new Client({
    url,
    preferGetMethod: false,
    exchanges: [fetchExchange, subscriptionExchange({ forwardSubscription })],
  })
  expect((await client.query('{ auctionCount }', {}).toPromise()).data).toEqual({ auctionCount: 3 })

  const before = { streams: system.auctions.streams.length, tornDown: system.auctions.tornDown() }
  const results: unknown[] = []
  const subscription = client
    .subscription('subscription ($id: ID!) { auction(itemId: $id) { seq item { title } } }', { id: 'lamp' })
    .subscribe(({ data }) => void results.push(data))
  await eventually(() => system.auctions.streams.length > before.streams)
  system.auctions.publish(bid(1))
  system.auctions.publish(bid(2))
  await eventually(() => results.length === 2)
  expect(results).toMatchObject([
    { auction: { seq: 1, item: { title: 'A lamp' } } },
    { auction: { seq: 2, item: { title: 'A lamp' } } },
  ])
  subscription.unsubscribe()
  await eventually(() => system.auctions.tornDown() > before.tornDown)

  const refused = Promise.withResolvers<unknown>()
  client
    .subscription('subscription { auction(itemId: "nothing") { seq } }', {})
    .subscribe(({ error }) => refused.resolve(error?.graphQLErrors[0]?.extensions.code))
  expect(await refused.promise).toBe('NOT_FOUND')
})
