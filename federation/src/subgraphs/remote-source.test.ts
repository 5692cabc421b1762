import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { Kind, parse, print } from 'graphql'
import { expect, it } from 'vitest'
import { createRemoteSource } from './remote-source.ts'

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
  await using source = createRemoteSource({
    name: 'alerts',
    url: `ws://127.0.0.1:${address.port}`,
    headersFor: () => ({}),
    acceptTimeoutMs: 200,
  })
  const end = Promise.withResolvers<Error | undefined>()
  const stream = {
    join: () => undefined,
    release: () => undefined,
    leave: () => undefined,
    startsAfter: () => undefined,
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
  await source.open({ primary, variables: {}, viewer: null }, stream)
  expect(await end.promise).toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  await ended.promise
  silent.close()
})
