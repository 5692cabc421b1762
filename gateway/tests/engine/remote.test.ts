import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { Kind, parse, print } from 'graphql'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createRemoteSource } from '../../src/subscriptions/remote-source.ts'
import { alertsSdl, createAlerts } from './alerts.ts'
import { serveSubgraph } from './subgraph-server.ts'
import type { SubgraphServer } from './subgraph-server.ts'
import { compose, eventually, startSystem, subgraphSdls, subscribe, user } from './system.ts'
import type { System } from './system.ts'

const text = `subscription ($level: Int! = 1) {
  alert: alerts(atLeast: $level) { text who: seenBy about { title seller { name } } }
}`

let stack: AsyncDisposableStack
let alerts: ReturnType<typeof createAlerts>
let server: SubgraphServer
let system: System
beforeEach(async () => {
  stack = new AsyncDisposableStack()
  alerts = createAlerts()
  server = stack.use(await serveSubgraph(alerts.schema))
  // Its address is what the supergraph says, overridden by nothing.
  const supergraphSdl = compose({ ...subgraphSdls, alerts: alertsSdl }).replace('http://alerts.test', server.url)
  system = stack.use(await startSystem({ supergraphSdl }))
})
afterEach(() => stack.disposeAsync())

const listening = (count: number) => eventually(() => alerts.listening() === count)

it('brings the events of a remote subgraph, to each viewer their own', async () => {
  const ann = await subscribe(system, text, { identity: user('ann') })
  const bob = await subscribe(system, text, { identity: user('bob'), variables: { level: 2 } })
  await listening(2)
  expect(server.connections()).toBe(1)
  alerts.push({ text: 'Sold!', about: { id: 'table' } })
  await Promise.all([ann.until(1), bob.until(1)])
  const result = (who: string) => ({
    data: { alert: { text: 'Sold!', who, about: { title: 'A table', seller: { name: 'Bob' } } } },
  })
  expect(ann.results).toEqual([result('ann')])
  expect(bob.results).toEqual([result('bob')])
  expect(new Set(system.people.requests.map(({ asker }) => asker))).toEqual(new Set(['ann', 'bob']))
})

it('stops listening there when the viewer leaves', async () => {
  const ann = await subscribe(system, text, { identity: user('ann') })
  await listening(1)
  ann.close()
  await listening(0)
  expect(server.connections()).toBe(1)
})

it('ends when the subgraph ends, or refuses', async () => {
  const ending = await subscribe(system, text)
  await listening(1)
  alerts.finish()
  expect(await ending.ended).toBe('complete')
  const refused = await subscribe(system, text, { variables: { level: -1 } })
  expect(await refused.ended).toMatchObject([{ message: 'Less than nothing.', extensions: { code: 'BAD_USER_INPUT' } }])
})

it.each(['drop', 'close'] as const)('ends so that the client resumes after a %s, and connects anew', async (how) => {
  const ann = await subscribe(system, text, { identity: user('ann') })
  await listening(1)
  server.loseSockets(how)
  expect(await ann.ended).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_INTERRUPTED' } }])
  await listening(0)
  const again = await subscribe(system, text, { identity: user('ann') })
  await listening(1)
  alerts.push({ text: 'Sold!', about: { id: 'lamp' } })
  await again.until(1)
})

it('ends when the subgraph is not there', async () => {
  await server[Symbol.asyncDispose]()
  const ann = await subscribe(system, text, { identity: user('ann') })
  expect(await ann.ended).toMatchObject([
    { extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: expect.any(Number) } },
  ])
})

it.each([
  ['takes the connection and says nothing', () => undefined],
  [
    'takes the socket and never acknowledges it',
    (socket: Socket, request: string) => {
      const key = /sec-websocket-key: (.*)\r\n/i.exec(request)?.[1]
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
      const headers = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`]
      const protocol = 'Sec-WebSocket-Protocol: graphql-transport-ws'
      socket.write(['HTTP/1.1 101 Switching Protocols', ...headers, protocol, '', ''].join('\r\n'))
    },
  ],
])('gives up a subgraph in time that %s', async (_, greet) => {
  const ended = Promise.withResolvers<void>()
  const silent = createServer((socket) => {
    socket.once('data', (bytes) => greet(socket, bytes.toString()))
    socket.on('error', () => undefined)
    socket.once('close', () => ended.resolve())
  })
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const address = silent.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a TCP port')
  const source = stack.use(
    createRemoteSource({
      name: 'alerts',
      url: `ws://127.0.0.1:${address.port}`,
      headersFor: () => ({}),
      acceptTimeoutMs: 200,
    }),
  )
  stack.defer(() => void silent.close())
  const end = Promise.withResolvers<Error | undefined>()
  const stream = {
    join: () => undefined,
    release: () => undefined,
    leave: () => undefined,
    send: async () => undefined,
    end: end.resolve,
    closed: false,
  }
  const document = parse('subscription { alerts(atLeast: 1) { text } }')
  const [definition] = document.definitions
  const field = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections[0] : undefined
  if (field?.kind !== Kind.FIELD) throw new Error('no field')
  const operation = print(document)
  const primary = { subgraph: 'alerts', operation, operationName: undefined, document, field, variableUsages: [] }
  await source.open({ primary, variables: {}, identity: user('ann') }, stream)
  expect(await end.promise).toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  await ended.promise
})
