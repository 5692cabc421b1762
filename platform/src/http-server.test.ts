import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { readBody, sendJson, startHttpServer } from './http-server.ts'
import type { HttpServerOptions } from './http-server.ts'
import { createLogger } from './logger.ts'

const start = (options: Partial<HttpServerOptions> = {}) =>
  startHttpServer({
    host: '127.0.0.1',
    port: 0,
    logger: createLogger('test', 'silent'),
    routes: {},
    ready: {},
    graceMs: 1_000,
    ...options,
  })

test('is live, and ready only when all it depends on answers', async () => {
  let isUp = true
  await using server = await start({
    ready: {
      redis: async () => 'PONG',
      mongodb: () => (isUp ? Promise.resolve() : Promise.reject(new Error('is down'))),
    },
  })
  expect((await fetch(`${server.url}/health/live`)).status).toBe(200)
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200)
  isUp = false
  const response = await fetch(`${server.url}/health/ready`)
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ failed: { mongodb: 'is down' } })
})

test('finishes what is under way before it closes', async () => {
  const arrived = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const server = await start({
    routes: {
      '/slow': async (_, response) => {
        arrived.resolve()
        await goOn.promise
        sendJson(response, 200, { done: true })
      },
    },
  })
  const answer = fetch(`${server.url}/slow`)
  await arrived.promise
  const closed = server[Symbol.asyncDispose]()
  goOn.resolve()
  expect(await (await answer).json()).toEqual({ done: true })
  await closed
  await expect(fetch(`${server.url}/slow`)).rejects.toThrow('fetch failed')
})

test('answers who comes while it finishes, and tells them to connect elsewhere', async () => {
  const arrived = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const server = await start({
    routes: {
      '/slow': async (_, response) => {
        arrived.resolve()
        await goOn.promise
        sendJson(response, 200, {})
      },
      '/quick': (_, response) => sendJson(response, 200, {}),
    },
  })
  const slow = fetch(`${server.url}/slow`)
  await arrived.promise
  const closed = server[Symbol.asyncDispose]()
  const quick = await fetch(`${server.url}/quick`)
  expect([quick.status, quick.headers.get('connection')]).toEqual([200, 'close'])
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(503)
  goOn.resolve()
  expect((await slow).status).toBe(200)
  await closed
  await expect(fetch(`${server.url}/quick`)).rejects.toThrow('fetch failed')
})

test('cuts off what outlasts the grace', async () => {
  const arrived = Promise.withResolvers<void>()
  const server = await start({ graceMs: 50, routes: { '/stuck': () => arrived.resolve() } })
  const answer = fetch(`${server.url}/stuck`)
  await arrived.promise
  await Promise.all([server[Symbol.asyncDispose](), expect(answer).rejects.toThrow('fetch failed')])
})

test('tells nothing about an error inside', async () => {
  await using server = await start({
    routes: {
      '/broken': () => {
        throw new Error('secret detail')
      },
    },
  })
  const response = await fetch(`${server.url}/broken`)
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('secret')
})

test('reads a body no further than allowed', async () => {
  await using server = await start({
    routes: { '/echo': async (request, response) => sendJson(response, 200, await readBody(request, 10)) },
  })
  const post = (body: string) => fetch(`${server.url}/echo`, { method: 'POST', body })
  expect(await (await post('0123456789')).json()).toBe('0123456789')
  expect((await post('0123456789a')).status).toBe(500)
})

const LONG_MS = 60_000
test.each([
  [
    'the headers of a request',
    { headersMs: 100, requestMs: LONG_MS, idleMs: LONG_MS },
    'POST / HTTP/1.1\r\nHost: x\r\n',
  ],
  [
    'all of a request',
    { headersMs: 100, requestMs: 100, idleMs: LONG_MS },
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf',
  ],
])('%s must arrive in time', async (_, timeouts, bytes) => {
  await using server = await start({
    timeouts: { ...timeouts, checkMs: 20 },
    routes: { '/': async (request, response) => sendJson(response, 200, await readBody(request, 1_000)) },
  })
  const socket = connect(server.port, '127.0.0.1')
  socket.write(bytes)
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /)
})

test('a connection on which nothing happens is ended', async () => {
  await using server = await start({
    timeouts: { headersMs: LONG_MS, requestMs: LONG_MS, checkMs: LONG_MS, idleMs: 100 },
  })
  const socket = connect(server.port, '127.0.0.1')
  expect(await text(socket)).toBe('')
})
