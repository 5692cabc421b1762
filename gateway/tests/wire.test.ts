import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientFrame, openRawSocket, serverCloseCode, upgradeRequest } from './support/raw-socket.ts'
import { startWorld } from './support/world.ts'
import type { World } from './support/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ limits: { costBurst: 1_000_000, refusedTokensBurst: 100_000 } })
})
afterAll(() => world[Symbol.asyncDispose]())

const isAlive = async () => (await fetch(`${new URL(world.url).origin}/health/live`)).status === 200

/** All that the server says to these bytes, after which the client has nothing more to say. */
async function answerTo(bytes: Uint8Array): Promise<string> {
  await using raw = await openRawSocket(world.url)
  raw.socket.end(bytes)
  // Waited for here, or the connection would be given back first.
  const answer = await raw.ended
  return answer
}

describe('an upgrade', () => {
  test.each([undefined, 'graphql-ws', 'soap, graphql-ws'])(
    'without our subprotocol (%s) is refused, though a frame comes right behind it',
    async (protocols) => {
      const request = upgradeRequest(world.url, { 'sec-websocket-protocol': protocols })
      const init = clientFrame('{"type":"connection_init"}')
      await using raw = await openRawSocket(world.url, Buffer.concat([Buffer.from(request), init]))
      const answer = await raw.ended
      expect(answer).toMatch(/^HTTP\/1\.1 400 [^]*graphql-transport-ws[^]*BAD_REQUEST/)
      expect(await isAlive()).toBe(true)
    },
  )

  test('to another protocol than WebSocket is not taken up, and the request is answered as it is', async () => {
    const { host } = new URL(world.url)
    const upgrade = ['Connection: Upgrade, HTTP2-Settings, close', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk']
    const request = ['GET /health/live HTTP/1.1', `Host: ${host}`, ...upgrade, '', ''].join('\r\n')
    await using raw = await openRawSocket(world.url, request)
    expect(await raw.ended).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('that is malformed in any way is refused or closed', async () => {
    const names = [
      'sec-websocket-version',
      'sec-websocket-key',
      'sec-websocket-protocol',
      'upgrade',
      'connection',
      'host',
    ]
    const value = fc.oneof(
      fc.constant(undefined),
      fc.string({ maxLength: 40 }).filter((text) => !/[^\x20-\x7e]/.test(text)),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom(...names), value),
        fc.uint8Array({ maxLength: 50 }),
        async (headers, rest) => {
          const request = upgradeRequest(world.url, headers)
          const answer = await answerTo(Buffer.concat([Buffer.from(request), rest]))
          expect(answer).toMatch(/^(HTTP\/1\.1 (101|200|4\d\d) |$)/)
        },
      ),
      { numRuns: 60 },
    )
    expect(await isAlive()).toBe(true)
  })
})

test('bytes that are no request are refused or closed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
      expect(await answerTo(bytes)).toMatch(/^(HTTP\/1\.1 4\d\d |$)/)
    }),
    { numRuns: 60 },
  )
  expect(await isAlive()).toBe(true)
})

const id = fc.oneof(
  fc.constantFrom('1', '', '__proto__', 'constructor', 'toString', '\ud800', 'x'.repeat(200)),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.jsonValue({ maxDepth: 1 }),
)
const query = fc.constantFrom(
  '{ serverTime }',
  '{ me { id } }',
  '{',
  'mutation { signOut }',
  'subscription { presence(userIds: []) { user { id } } }',
  'subscription ($id: ID!) { conversation(id: $id) { seq } }',
)
const payload = fc.oneof(
  fc.record(
    { query, variables: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 })) },
    { requiredKeys: ['query'] },
  ),
  fc.jsonValue({ maxDepth: 2 }),
)
const types = ['connection_init', 'connection_ack', 'ping', 'pong', 'subscribe', 'next', 'error', 'complete']
const type = fc.constantFrom(...types, '__proto__', 'other')
const message = fc
  .oneof(
    { weight: 4, arbitrary: fc.record({ type, id, payload }, { requiredKeys: ['type'] }) },
    { weight: 1, arbitrary: fc.jsonValue() },
  )
  .map((value) => JSON.stringify(value))

/** What a peer may send once there is a WebSocket: messages, other texts, binary and control frames, and what is no frame. */
const frame = fc.oneof(
  { weight: 6, arbitrary: message.map((text) => clientFrame(text)) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => clientFrame(bytes)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 0, max: 255 }))
      .map(([bytes, first]) => clientFrame(bytes, first)),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
)

const text = (value: object) => clientFrame(JSON.stringify(value))
const init = text({ type: 'connection_init' })
const live = text({
  id: 'live',
  type: 'subscribe',
  payload: { query: 'subscription { presence(userIds: []) { user { id } } }' },
})
const states: [string, Buffer[]][] = [
  ['before connection_init', []],
  ['right behind connection_init', [init]],
  ['while a subscription runs', [init, live]],
  ['after an operation was completed', [init, live, text({ id: 'live', type: 'complete' })]],
  ['after the close frame', [init, clientFrame('', 0x8)]],
]
/** All but 4500: none of it is our fault. Null where the server only closes. */
const CLOSE_CODES = new Set([
  null,
  1000,
  1001,
  1002,
  1003,
  1005,
  1007,
  1008,
  1009,
  1013,
  4400,
  4401,
  4403,
  4408,
  4409,
  4429,
])

describe('frames of any kind', () => {
  test.each(states)('%s are answered or refused', async (_, before) => {
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 6 }), async (frames) => {
        const request = Buffer.from(upgradeRequest(world.url))
        const answer = await answerTo(Buffer.concat([request, ...before, ...frames, clientFrame('', 0x8)]))
        expect(answer).toMatch(/^HTTP\/1\.1 101 /)
        const code = serverCloseCode(answer)
        expect(CLOSE_CODES).toContain(code)
      }),
      { numRuns: 40 },
    )
    expect(await isAlive()).toBe(true)
  })

  test('while the gateway ends are no reason to stay, nor to end otherwise than in order', async () => {
    const ending = await startWorld()
    await using raw = await openRawSocket(ending.url, Buffer.concat([Buffer.from(upgradeRequest(ending.url)), init]))
    await expect.poll(raw.received).toContain('connection_ack')
    const ended = ending[Symbol.asyncDispose]()
    for (const bytes of fc.sample(frame, { numRuns: 50, seed: 1 })) raw.socket.write(bytes)
    await raw.ended
    await ended
  })
})

describe('HTTP requests of any kind', () => {
  const contentType = fc.constantFrom(
    'application/json',
    'application/json; charset=latin1',
    'text/plain',
    'multipart/form-data',
    '',
  )
  const accept = fc.constantFrom(
    'application/json',
    'application/graphql-response+json',
    'text/html',
    '*/*',
    'image/png',
    '',
  )
  const authorization = fc.constantFrom(
    undefined,
    'Bearer x',
    'Bearer',
    'Basic eDp5',
    'Bearer a.b.c',
    `Bearer ${'x'.repeat(5_000)}`,
  )
  const body = fc.oneof(
    fc
      .record(
        { query, operationName: fc.jsonValue({ maxDepth: 0 }), variables: fc.jsonValue({ maxDepth: 2 }) },
        { requiredKeys: [] },
      )
      .map((value) => JSON.stringify(value)),
    fc.jsonValue().map((value) => JSON.stringify(value)),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  )

  test('have an answer or a refusal that is the fault of the client', async () => {
    await fc.assert(
      fc.asyncProperty(body, contentType, accept, authorization, async (bytes, type, accepted, token) => {
        const headers = { 'content-type': type, accept: accepted, ...(token !== undefined && { authorization: token }) }
        const response = await fetch(world.url, { method: 'POST', headers, body: bytes })
        expect(response.status).toBeLessThan(500)
        expect(await response.text()).toMatch(/^(\{"(data|errors)"|<!doctype html>)/)
      }),
      { numRuns: 150 },
    )
    expect(await isAlive()).toBe(true)
  })

  test('that end before they are whole are refused or closed', async () => {
    const { host } = new URL(world.url)
    const whole = Buffer.from(JSON.stringify({ query: '{ serverTime }' }))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -20, max: 20 }), fc.boolean(), async (difference, isChunked) => {
        const length = isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${whole.length + difference}`
        const head = ['POST /graphql HTTP/1.1', `Host: ${host}`, 'Content-Type: application/json', length, '', ''].join(
          '\r\n',
        )
        expect(await answerTo(Buffer.concat([Buffer.from(head), whole]))).toMatch(/^(HTTP\/1\.1 (200|4\d\d) |$)/)
      }),
      { numRuns: 40 },
    )
    expect(await isAlive()).toBe(true)
  })
})
