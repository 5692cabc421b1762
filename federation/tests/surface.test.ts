import { once } from 'node:events'
import { createServer } from 'node:http'
import { ApolloServer } from '@apollo/server'
import { createClient } from 'graphql-ws'
import { GraphQLError } from 'graphql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { ConnectionRefusal } from '../src/index.ts'
import type { FederationOptions, GatewayContext } from '../src/index.ts'
import { listen } from './listen.ts'
import { startSystem } from './system.ts'
import { anonymous, nameOf } from './viewers.ts'
import type { Viewer } from './viewers.ts'

let stack: AsyncDisposableStack
beforeEach(() => {
  stack = new AsyncDisposableStack()
})
afterEach(() => stack.disposeAsync())

/** A federation at an HTTP server that is the test's. */
async function serve(options: Partial<FederationOptions<Viewer>> = {}) {
  const server = createServer()
  stack.defer(() => void server.close())
  const system = stack.use(await startSystem(options))
  server.on('request', system.federation.handler)
  system.federation.attachWebSocket(server)
  const url = (await listen(server)).replace('http', 'ws')
  const open = (path: string) => {
    const socket = new WebSocket(`${url}${path}`, 'graphql-transport-ws')
    socket.on('error', () => undefined)
    return socket
  }
  /** How a socket is closed that has said connection_init. */
  const closing = async () => {
    const socket = open('/graphql')
    await once(socket, 'open')
    socket.send('{"type":"connection_init"}')
    const [code, reason]: unknown[] = await once(socket, 'close')
    return `${String(code)} ${String(reason)}`
  }
  return { system, server, url, open, closing }
}

describe('an HTTP server that others listen to', () => {
  it('has its other paths left to them', async () => {
    const { server, open } = await serve()
    const upgrades: (string | undefined)[] = []
    server.on('upgrade', ({ url }, stream) => {
      upgrades.push(url)
      if (url === '/mine') stream.end('HTTP/1.1 418 Mine\r\n\r\n')
    })
    const [, { statusCode }] = await once(open('/mine'), 'unexpected-response')
    expect(statusCode).toBe(418)
    await once(open('/graphql'), 'open')
    expect(upgrades).toEqual(['/mine', '/graphql'])
  })

  it('says that there is nothing at a path that nobody takes', async () => {
    const { open } = await serve()
    const [, { statusCode }] = await once(open('/other'), 'unexpected-response')
    expect(statusCode).toBe(404)
  })

  it('stays open when the federation closes, which closes its sockets', async () => {
    const { system, server, open } = await serve()
    const socket = open('/graphql')
    await once(socket, 'open')
    const closed = once(socket, 'close')
    await system.federation.close()
    expect((await closed)[0]).toBe(1001)
    expect(server.listening).toBe(true)
    const [, { statusCode }] = await once(open('/graphql'), 'unexpected-response')
    expect(statusCode).toBe(503)
  })
})

describe('a socket of whom viewerOf', () => {
  it.each([
    ['says UNAUTHENTICATED', new GraphQLError('No.', { extensions: { code: 'UNAUTHENTICATED' } }), '4403 Forbidden'],
    ['refuses', new ConnectionRefusal({ code: 4000, reason: 'Not today' }), '4000 Not today'],
    ['cannot tell', new Error('The database is away.'), '1013 Try again later'],
  ])('%s is closed with a reason', async (_, error, expected) => {
    const { closing } = await serve({ viewerOf: () => Promise.reject(error) })
    expect(await closing()).toBe(expected)
  })
})

it('tells viewerOf of what a client has sent, and when its socket has closed', async () => {
  const left = Promise.withResolvers<void>()
  const { url } = await serve({
    viewerOf({ connection }) {
      connection?.whenClosed(left.resolve)
      return { kind: 'user', id: String(connection?.params?.name), scopes: [] }
    },
  })
  const client = createClient({ url: `${url}/graphql`, webSocketImpl: WebSocket, connectionParams: { name: 'bob' } })
  const { value } = await client.iterate({ query: '{ me { id } }' }).next()
  expect(value).toMatchObject({ data: { me: { id: 'bob' } } })
  await client.dispose()
  await left.promise
})

it('limits and charges what an Apollo Server passes on', async () => {
  const taken: number[] = []
  const { system } = await serve({
    limits: { operationCost: 20 },
    charges: {
      take: (_, cost) => void taken.push(cost),
      allowance: () => ({ burst: 100, perSecond: 1, remaining: 100 }),
      callerOf: nameOf,
    },
  })
  const server = new ApolloServer<GatewayContext<Viewer>>({ gateway: system.federation.gatewayInterface })
  await server.start()
  stack.defer(() => server.stop())
  const ask = async (query: string) => {
    const { body } = await server.executeOperation({ query }, { contextValue: { viewer: anonymous } })
    return body.kind === 'single' ? body.singleResult : null
  }
  expect(await ask('{ auctionCount }')).toMatchObject({ data: { auctionCount: 3 } })
  expect(taken).toEqual([10, 200, 0])
  expect(await ask('{ items { seller { id } } search(text: "a") { __typename } }')).toMatchObject({
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED', cost: { limit: 20 } } }],
  })
  expect(await ask('subscription { auction(itemId: "lamp") { seq } }')).toMatchObject({
    errors: [{ extensions: { code: 'BAD_REQUEST' } }],
  })
})
