import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { afterEach, expect, it } from 'vitest'
import { listen } from '../../tests/listen.ts'
import { createHttpSubgraph } from './http-subgraph.ts'

let stack: AsyncDisposableStack
afterEach(() => stack.disposeAsync())

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

async function serve(answer: Answer, timeoutMs = 10_000) {
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
  const ask = (query = '{ a }', signal?: AbortSignal) =>
    subgraph.ask({ query, operationName: undefined, variables: { b: 1 }, viewer: null, signal })
  const stop = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
  const restart = () => new Promise<void>((resolve) => server.listen(Number(new URL(url).port), '127.0.0.1', resolve))
  return { ask, stop, restart, sockets: () => sockets }
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

it('gives up an answer that is too large, without reading all of it', async () => {
  let written = 0
  function* endless() {
    for (; ; written++) yield 'x'.repeat(1024 * 1024)
  }
  const { ask } = await serve((_, response) => void Readable.from(endless()).pipe(response))
  await expect(ask()).rejects.toThrow('The subgraph "test" did not answer: UND_ERR_RES_EXCEEDED_MAX_SIZE')
  expect(written).toBeLessThan(50)
})

it('asks again when the connection is closed under a question, but changes nothing twice', async () => {
  let requests = 0
  const { ask } = await serve((_, response) => {
    if (++requests % 2 === 1) response.destroy()
    else response.end('{"data":{"a":1}}')
  })
  expect(await ask()).toEqual({ data: { a: 1 } })
  await expect(ask('mutation{a}')).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    message: expect.stringContaining('may have been done'),
    originalError: { message: expect.stringContaining('"test" did not answer') },
  })
  expect(requests).toBe(3)
})

it('gives up a question under which the connection is lost every time', async () => {
  let requests = 0
  const { ask } = await serve((_, response) => {
    requests += 1
    response.destroy()
  })
  await expect(ask()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', extensions: { retryAfter: 5 } })
  expect(requests).toBe(3)
})

it.each(['{ a }', 'mutation{a}'])('asks again once a subgraph is back that was not there: %s', async (query) => {
  const first = await serve((_, response) => void response.end('{"data":{"a":1}}'))
  await first.stop()
  const asked = first.ask(query)
  await first.restart()
  expect(await asked).toEqual({ data: { a: 1 } })
})

it('says that a subgraph is not there when the time is up', async () => {
  const { ask, stop } = await serve(() => undefined, 300)
  await stop()
  await expect(ask('mutation{a}')).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    message: expect.stringContaining('not available right now'),
    originalError: { message: expect.stringContaining('ECONNREFUSED') },
  })
})

it.each([502, 503, 504])('takes %s for a sign that the subgraph is away', async (status) => {
  let requests = 0
  const { ask } = await serve((_, response) => {
    requests += 1
    if (requests === 1) response.writeHead(status).end('<html>')
    else response.end('{"data":{"a":1}}')
  })
  expect(await ask()).toEqual({ data: { a: 1 } })
})

it('lets the subgraph hear that nobody waits for the answer', async () => {
  const arrived = Promise.withResolvers<void>()
  const left = Promise.withResolvers<void>()
  const { ask } = await serve((_, response) => {
    response.once('close', left.resolve)
    arrived.resolve()
  })
  const client = new AbortController()
  const asked = ask('{ a }', client.signal)
  await arrived.promise
  client.abort()
  await expect(asked).rejects.toMatchObject({ originalError: { message: expect.stringContaining('aborted') } })
  await left.promise
})

it('does not wait for ever, nor for an answer that drips', async () => {
  const { ask } = await serve((_, response) => {
    const drip = setInterval(() => response.write(' '), 10)
    response.once('close', () => clearInterval(drip))
  }, 100)
  await expect(ask()).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    originalError: { message: expect.stringMatching(/"test" did not answer: .*timeout/) },
  })
})
