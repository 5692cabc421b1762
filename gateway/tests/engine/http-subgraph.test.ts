import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { createHttpSubgraph } from '../../src/supergraph/http-subgraph.ts'
import { listen } from './listen.ts'
import { anonymous } from './system.ts'

let stack: AsyncDisposableStack
afterEach(() => stack.disposeAsync())

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

async function serve(answer: Answer, timeoutMs?: number) {
  stack = new AsyncDisposableStack()
  const server = createServer((request, response) => void answer(request, response))
  let sockets = 0
  server.on('connection', () => void sockets++)
  const url = `${await listen(server)}/graphql?v=1`
  stack.defer(() => {
    server.closeAllConnections()
    server.close()
  })
  const subgraph = stack.use(
    createHttpSubgraph({ name: 'test', url, headersFor: () => ({ 'x-who': 'me' }), timeoutMs }),
  )
  const ask = (query = '{ a }') =>
    subgraph.ask({ query, operationName: undefined, variables: { b: 1 }, identity: anonymous })
  return { ask, sockets: () => sockets }
}

it('asks over one connection that stays open, and says who asks', async () => {
  const seen: unknown[] = []
  const { ask, sockets } = await serve(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    seen.push([request.url, request.headers['x-who'], JSON.parse(Buffer.concat(chunks).toString())])
    response.end('{"data":{"a":1},"extensions":{"ignored":true}}')
  })
  for (let n = 0; n < 20; n++) expect(await ask()).toEqual({ data: { a: 1 } })
  expect(seen[0]).toEqual(['/graphql?v=1', 'me', { query: '{ a }', variables: { b: 1 } }])
  // The pool may take a second one, where an answer's end is not seen before the next question.
  expect(sockets()).toBeLessThanOrEqual(2)
})

it('takes a GraphQL answer whatever its status', async () => {
  const { ask } = await serve((_, response) => {
    response.writeHead(400).end('{"errors":[{"message":"No.","extensions":{"code":"BAD_USER_INPUT"},"path":["a"]}]}')
  })
  expect(await ask()).toEqual({ errors: [{ message: 'No.', extensions: { code: 'BAD_USER_INPUT' }, path: ['a'] }] })
})

it('asks again when the connection is closed under a question, but changes nothing twice', async () => {
  let requests = 0
  const { ask } = await serve((_, response) => {
    if (++requests % 2 === 1) response.destroy()
    else response.end('{"data":{"a":1}}')
  })
  expect(await ask()).toEqual({ data: { a: 1 } })
  await expect(ask('mutation{a}')).rejects.toThrow(/"test" did not answer/)
  expect(requests).toBe(3)
})

it('does not wait for ever, nor for an answer that drips', async () => {
  const { ask } = await serve((_, response) => {
    const drip = setInterval(() => response.write(' '), 10)
    response.once('close', () => clearInterval(drip))
  }, 100)
  await expect(ask()).rejects.toThrow(/"test" did not answer: .*timeout/)
})
